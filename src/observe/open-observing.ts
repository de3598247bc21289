// Observing: what the bot counts, and the server that tells it. Without `OBSERVE_PORT`, nothing is counted or opened.
import type { Pool } from '../domain/pool.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { type Clock, within } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { createMemory } from '../shared/remember.ts'
import { type Lack, readinessText } from '../wording/health.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createMetrics, type Metrics, type Vitals } from './metrics.ts'
import { type Observe, unobserved } from './observe.ts'
import { createServing, plain } from './serve.ts'

/** What is asked of the bot once its store is open. */
export interface Observed {
  readonly ledger: {
    /** Resolves if the store answers. */
    answers(): Promise<void>
    readVitals(poolIds: readonly string[]): Promise<Vitals>
  }
  readonly lead: { isHeld(): boolean }
}

export interface ObservingParts {
  readonly config: {
    /** Where health checks are answered; null if they are not. */
    readonly observing: { readonly host: string; readonly port: number } | null
    readonly heartbeatUrl: string | null
    readonly pools: readonly Pool[]
  }
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the bot stops. */
  readonly signal: AbortSignal
}

export interface Observing {
  readonly observe: Observe
  readonly problems: readonly StartProblem[]
  watch(observed: Observed): void
  close(): Promise<void>
}

/** How long the store may take, in milliseconds. */
const storeDeadline = 2000

/** However many ask, the store is read no more often, in milliseconds. */
const readEvery = 3000
const checkEvery = 1000

export async function openObserving(parts: ObservingParts): Promise<Observing> {
  const { observing } = parts.config
  const { observe, problems, watch, close } =
    observing === null ? unobserving : await startObserving(parts, observing)
  return { observe: withHeartbeat(parts, observe), problems, watch, close }
}

const unobserving: Observing = {
  observe: unobserved,
  problems: [],
  watch: () => {},
  close: async () => {},
}

function withHeartbeat({ config, log, signal }: ObservingParts, observe: Observe): Observe {
  const { heartbeatUrl: url, pools } = config
  if (url === null) return observe
  const scanned = createHeartbeat({ url, poolIds: pools.map(({ id }) => id), log, signal })
  return {
    ...observe,
    scanning: (poolId) => {
      const measured = observe.scanning(poolId)
      return () => {
        measured()
        scanned(poolId)
      }
    },
  }
}

async function startObserving(
  parts: ObservingParts,
  where: { readonly host: string; readonly port: number },
): Promise<Observing> {
  const { config, clock, log, signal } = parts
  const poolIds = config.pools.map(({ id }) => id)
  // Only whoever wants metrics loads what makes them.
  const prom = await import('prom-client')
  const metrics = createMetrics({ prom, poolIds, now: clock.now, elapsed: () => performance.now() })
  const state: State = { observed: null, connections: 0 }
  const read = unlessLate(clock, () => state.observed?.ledger.readVitals(poolIds))
  const answers = unlessLate(clock, () => state.observed?.ledger.answers().then(() => true))
  const scrape = createMemory(clock, readEvery, () => scraped(metrics, read, state))
  const check = createMemory(clock, checkEvery, answers)
  const serving = createServing({
    ...where,
    log,
    pages: new Map([
      ['/livez', async () => plain(200, 'Alive.\n')],
      ['/readyz', async () => readiness(lacksOf(state, signal, (await check.get('store')) === true))],
      [
        '/metrics',
        async () => ({
          status: 200,
          type: prom.Registry.PROMETHEUS_CONTENT_TYPE,
          text: await scrape.get('all'),
        }),
      ],
    ]),
  })
  const reason = await serving.start()
  return {
    observe: countingConnections(metrics.observe, state),
    problems: reason === null ? [] : [{ kind: 'no-listening', variable: 'OBSERVE_PORT', ...where, reason }],
    watch: (observed) => {
      state.observed = observed
    },
    close: () => (reason === null ? serving.stop() : Promise.resolve()),
  }
}

interface State {
  observed: Observed | null
  connections: number
}

function countingConnections(observe: Observe, state: State): Observe {
  return {
    ...observe,
    connected: () => {
      state.connections += 1
      observe.connected()
    },
    disconnected: () => {
      state.connections -= 1
      observe.disconnected()
    },
  }
}

async function scraped(
  metrics: Metrics,
  read: () => Promise<Vitals | null>,
  { observed }: State,
): Promise<string> {
  const vitals = await read()
  return metrics.text({ vitals, isLeading: observed?.lead.isHeld() === true })
}

function lacksOf({ connections }: State, signal: AbortSignal, doesStoreAnswer: boolean): readonly Lack[] {
  return [
    ...(doesStoreAnswer ? [] : ['store' as const]),
    ...(connections > 0 ? [] : ['slack' as const]),
    ...(signal.aborted ? ['stopping' as const] : []),
  ]
}

function readiness(lacks: readonly Lack[]) {
  return plain(lacks.length === 0 ? 200 : 503, readinessText(lacks))
}

/** Null if there is no answer in time. Asks again only once the last question is over, so that none pile up. */
function unlessLate<T>(clock: Clock, ask: () => Promise<T> | undefined): () => Promise<T | null> {
  let asked: Promise<T | null> | null = null
  return () => {
    asked ??= answered(ask).finally(() => {
      asked = null
    })
    return within(clock, storeDeadline, asked)
  }
}

async function answered<T>(ask: () => Promise<T> | undefined): Promise<T | null> {
  try {
    return (await ask()) ?? null
  } catch {
    return null
  }
}
