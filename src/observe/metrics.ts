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
  readonly audit: {
    /** How many events the chain of audit events has not taken yet, and how long the first of them has waited. */
    readonly unlinked: number
    readonly longest: number
    /** When its last checkpoint was made; null if there is none. */
    readonly markedAt: Date | null
  }
}

/** The gauges for which the store is asked, and what each shows. */
type Gauges<From> = readonly (readonly [name: MetricName, read: (from: From) => number])[]

const ofPool: Gauges<Vitals['pools'][number]> = [
  ['waiting', ({ waiting }) => waiting],
  ['oldest_waiting_seconds', ({ longest }) => longest / 1000],
  ['last_scan_timestamp_seconds', ({ scannedAt }) => secondsOf(scannedAt)],
]

const ofStore: Gauges<Vitals> = [
  ['unended_clicks', ({ unended }) => unended.clicks],
  ['oldest_unended_click_seconds', ({ unended }) => unended.longest / 1000],
  ['redraws_queued', ({ redraws }) => redraws],
  ['unlinked_audit_events', ({ audit }) => audit.unlinked],
  ['oldest_unlinked_audit_event_seconds', ({ audit }) => audit.longest / 1000],
  ['last_checkpoint_timestamp_seconds', ({ audit }) => secondsOf(audit.markedAt)],
]

function secondsOf(time: Date | null): number {
  return (time?.getTime() ?? 0) / 1000
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

export function createMetrics(parts: MetricsParts): Metrics {
  const registry = new parts.prom.Registry()
  const make = makerFor(parts, registry)
  const made = <From>(gauges: Gauges<From>) => gauges.map(([name, read]) => [make.gauge(name), read] as const)
  const [poolGauges, storeGauges] = [made(ofPool), made(ofStore)]
  const storeUp = make.gauge('store_up')
  const leader = make.gauge('leader')

  const note = (vitals: Vitals | null) => {
    storeUp.set(vitals === null ? 0 : 1)
    // A number that is not known any more is left out.
    for (const [gauge] of poolGauges) gauge.reset()
    for (const [gauge] of storeGauges) gauge.remove()
    if (vitals === null) return
    for (const pool of vitals.pools)
      for (const [gauge, read] of poolGauges) gauge.set({ pool: pool.poolId }, read(pool))
    for (const [gauge, read] of storeGauges) gauge.set(read(vitals))
  }

  return {
    observe: createCounters(parts, make),
    text: ({ vitals, isLeading }) => {
      note(vitals)
      leader.set(isLeading ? 1 : 0)
      return registry.metrics()
    },
  }
}

/** prom-client throws at what is no number, and what it counts has happened already. */
function measure(
  histogram: Prom.Histogram,
  labels: Readonly<Record<string, string>>,
  milliseconds: number,
): void {
  if (Number.isFinite(milliseconds)) histogram.observe(labels, Math.max(0, milliseconds) / 1000)
}

type Maker = ReturnType<typeof makerFor>

/** Makes metrics as they are described to whoever reads them. */
function makerFor({ prom }: MetricsParts, registry: Prom.Registry) {
  const describe = (name: MetricName) => {
    const { labels, meaning } = metrics[name]
    return { name: `countersign_${name}`, help: meaning, labelNames: [...labels], registers: [registry] }
  }
  return {
    gauge: (name: MetricName) => new prom.Gauge(describe(name)),
    counter: (name: MetricName) => new prom.Counter(describe(name)),
    /** The bounds are in seconds. */
    histogram: (name: MetricName, ...buckets: number[]) => new prom.Histogram({ ...describe(name), buckets }),
  }
}

function createCounters({ poolIds, now, elapsed }: MetricsParts, make: Maker): Observe {
  const scans = make.histogram('scan_seconds', 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
  const discoveries = make.histogram('discovery_seconds', 1, 5, 10, 15, 20, 30, 60, 120, 300, 900, 3600)
  const decisions = make.histogram('decision_seconds', 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300)
  const ends = make.counter('ends_total')
  const calls = make.counter('calls_total')
  const connections = make.gauge('slack_connections')
  const outside = make.counter('confirmed_outside_total')
  // What begins with its first event has not risen by it.
  for (const pool of poolIds) outside.inc({ pool }, 0)
  const begun = new Set<string>()
  return {
    called: (service, operation, outcome) => {
      const call = { service, operation }
      const key = `${service} ${operation}`
      if (!begun.has(key)) for (const one of callOutcomes) calls.inc({ ...call, outcome: one }, 0)
      begun.add(key)
      calls.inc({ ...call, outcome })
    },
    scanning: (pool) => {
      const since = elapsed()
      return () => scans.observe({ pool }, (elapsed() - since) / 1000)
    },
    carded: ({ poolId: pool, signedUpAt }) =>
      measure(discoveries, { pool }, now().getTime() - signedUpAt.getTime()),
    ended: ({ poolId, kind, milliseconds }) => {
      ends.inc({ pool: poolId ?? '', kind })
      measure(decisions, { outcome: kind }, milliseconds)
    },
    confirmedOutside: (pool) => outside.inc({ pool }),
    connected: () => connections.inc(),
    disconnected: () => connections.dec(),
  }
}
