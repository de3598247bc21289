// The queue in front of the store: clicks go ahead of background work, on both databases alike.

/**
 * `click`: a person waits for it. `prompt`: the same, but useless if it starts too late. `background`: no person waits.
 */
export type StoreUrgency = 'prompt' | 'click' | 'background'

export interface StoreQueue {
  /** Settles as `work` does; rejects with `TooLate` if the work is `prompt` and waited too long to start. */
  run<T>(urgency: StoreUrgency, work: () => Promise<T>): Promise<T>
}

export interface StoreQueueParts {
  /** How many transactions may run at once. With two, one is a person's and one in the background. */
  readonly places: 1 | 2
  now(): Date
}

/** A prompt transaction that waited too long to start. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
  readonly code = 'too-late'
}

/** A click that starts later can't be acknowledged within Slack's 3 s; in milliseconds. */
const promptDeadline = 2000

type Lane = 'people' | 'background'

interface Waiting {
  readonly startBefore: number
  start(): Promise<unknown>
  refuse(): void
}

/**
 * One transaction at a time in each lane, first come, first served. After each, the event loop goes on: a chain of promises
 * alone would never let it read a socket.
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
