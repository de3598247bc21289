// The queue in front of the store: a person's transaction goes ahead of what can wait, the same on both databases.

/**
 * `click`: a person waits for it. `prompt`: the same, and worthless if it starts too late. `background`: everything that
 * can wait.
 */
export type StoreUrgency = 'prompt' | 'click' | 'background'

export interface StoreQueue {
  /** Resolves and rejects as `work` does; rejects with `TooLate` if a prompt one waited too long to start. */
  run<T>(urgency: StoreUrgency, work: () => Promise<T>): Promise<T>
}

export interface StoreQueueParts {
  /** How many transactions may run at once: with two, one of them is a person's. */
  readonly places: 1 | 2
  now(): Date
}

/** A prompt transaction that waited too long to start. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
  readonly code = 'too-late'
}

/** A click that is not committed by then can't be acknowledged within Slack's 3 s; in milliseconds. */
const promptDeadline = 2000

type Lane = 'people' | 'background'

interface Waiting {
  readonly startBefore: number
  start(): Promise<unknown>
  refuse(): void
}

/**
 * One transaction at a time in each lane, in the order of asking. After each of them the event loop gets a turn: work that
 * is chained by promises alone would never let a socket be read.
 */
export function createStoreQueue({ places, now }: StoreQueueParts): StoreQueue {
  const waiting: Readonly<Record<Lane, Waiting[]>> = { people: [], background: [] }
  const busy = new Set<Lane>()

  const startNext = (): void => {
    for (const lane of ['people', 'background'] as const) {
      if (busy.has(lane) || busy.size >= places) continue
      const next = takeNext(waiting[lane], now().getTime())
      if (next !== undefined) start(lane, next)
    }
  }

  const start = (lane: Lane, next: Waiting): void => {
    busy.add(lane)
    const free = () => {
      busy.delete(lane)
      startNext()
    }
    void next.start().finally(() => setImmediate(free))
  }

  return {
    run: (urgency, work) =>
      new Promise((resolve, reject) => {
        waiting[urgency === 'background' ? 'background' : 'people'].push({
          startBefore: urgency === 'prompt' ? now().getTime() + promptDeadline : Number.POSITIVE_INFINITY,
          start: () => work().then(resolve, reject),
          refuse: () => reject(new TooLate('The store was too busy to take a click in time')),
        })
        startNext()
      }),
  }
}

function takeNext(waiting: Waiting[], at: number): Waiting | undefined {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (at < next.startBefore) return next
    next.refuse()
  }
  return undefined
}
