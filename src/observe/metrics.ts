// The metrics, made with prom-client: counted in memory where things happen, and read from the store when somebody asks.
import type * as Prom from 'prom-client'
import { callOutcomes } from '../shared/called.ts'
import { type MetricName, metrics } from '../wording/metrics.ts'
import type { Observe } from './observe.ts'

/** What the store tells. Times are in milliseconds. */
export interface Vitals {
  readonly pools: readonly {
    readonly poolId: string
    readonly waiting: number
    readonly longest: number
    /** When its last complete scan began; null if there was none. */
    readonly scannedAt: Date | null
  }[]
  readonly unended: { readonly clicks: number; readonly longest: number }
  readonly redraws: number
}

export interface MetricsParts {
  readonly prom: Pick<typeof Prom, 'Registry' | 'Counter' | 'Gauge' | 'Histogram'>
  readonly poolIds: readonly string[]
  now(): Date
  /** A clock that only ever goes on, in milliseconds. */
  elapsed(): number
}

export interface Metrics {
  readonly observe: Observe
  /** In Prometheus' format. `vitals` is null if the store did not answer. */
  text(state: { readonly vitals: Vitals | null; readonly isLeading: boolean }): Promise<string>
}

/** In seconds. */
const buckets = {
  scan: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  discovery: [1, 5, 10, 15, 20, 30, 60, 120, 300, 900, 3600],
  decision: [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300],
}

export function createMetrics({ prom, poolIds, now, elapsed }: MetricsParts): Metrics {
  const registry = new prom.Registry()
  const describe = (name: MetricName) => {
    const { labels, meaning } = metrics[name]
    return { name: `countersign_${name}`, help: meaning, labelNames: [...labels], registers: [registry] }
  }
  const gauge = (name: MetricName) => new prom.Gauge(describe(name))
  const counter = (name: MetricName) => new prom.Counter(describe(name))
  const histogram = (name: MetricName, buckets: number[]) =>
    new prom.Histogram({ ...describe(name), buckets })

  const ofPools = {
    waiting: gauge('waiting'),
    longest: gauge('oldest_waiting_seconds'),
    scanned: gauge('last_scan_timestamp_seconds'),
  }
  const scans = histogram('scan_seconds', buckets.scan)
  const discoveries = histogram('discovery_seconds', buckets.discovery)
  const decisions = histogram('decision_seconds', buckets.decision)
  const ends = counter('ends_total')
  const outside = counter('confirmed_outside_total')
  // What begins with its first event has not risen by it.
  for (const pool of poolIds) outside.inc({ pool }, 0)
  const unended = gauge('unended_clicks')
  const longestUnended = gauge('oldest_unended_click_seconds')
  const redraws = gauge('redraws_queued')
  const calls = counter('calls_total')
  const connections = gauge('slack_connections')
  const leader = gauge('leader')
  const storeUp = gauge('store_up')

  const seen = new Set<string>()
  const observe: Observe = {
    called: (service, operation, outcome) => {
      const call = { service, operation }
      const key = `${service} ${operation}`
      if (!seen.has(key)) for (const one of callOutcomes) calls.inc({ ...call, outcome: one }, 0)
      seen.add(key)
      calls.inc({ ...call, outcome })
    },
    scanning: (pool) => {
      const begun = elapsed()
      return () => scans.observe({ pool }, (elapsed() - begun) / 1000)
    },
    carded: ({ poolId: pool, signedUpAt }) =>
      discoveries.observe({ pool }, Math.max(0, now().getTime() - signedUpAt.getTime()) / 1000),
    ended: ({ poolId, kind, milliseconds }) => {
      ends.inc({ pool: poolId ?? '', kind })
      decisions.observe({ outcome: kind }, Math.max(0, milliseconds) / 1000)
    },
    confirmedOutside: (pool) => outside.inc({ pool }),
    connected: () => connections.inc(),
    disconnected: () => connections.dec(),
  }

  const note = (vitals: Vitals | null) => {
    storeUp.set(vitals === null ? 0 : 1)
    // A number that is not known any more is left out.
    for (const one of Object.values(ofPools)) one.reset()
    for (const one of [unended, longestUnended, redraws]) one.remove()
    if (vitals === null) return
    for (const { poolId: pool, waiting, longest, scannedAt } of vitals.pools) {
      ofPools.waiting.set({ pool }, waiting)
      ofPools.longest.set({ pool }, longest / 1000)
      ofPools.scanned.set({ pool }, (scannedAt?.getTime() ?? 0) / 1000)
    }
    unended.set(vitals.unended.clicks)
    longestUnended.set(vitals.unended.longest / 1000)
    redraws.set(vitals.redraws)
  }

  return {
    observe,
    text: ({ vitals, isLeading }) => {
      note(vitals)
      leader.set(isLeading ? 1 : 0)
      return registry.metrics()
    },
  }
}
