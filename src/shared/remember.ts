// Remembers answers of other services for a while: one question in flight per key, and failures only if that is asked for.
import type { Clock } from './clock.ts'
import { createInFlight } from './in-flight.ts'
import type { Urgency } from './limit.ts'

export interface Memory<V> {
  /** The answer, asked for if it is unknown or too old. Rejects as `ask` does. */
  get(key: string): Promise<V>
  /** The same with when it was asked for. */
  dated(key: string): Promise<{ readonly value: V; readonly askedAt: Date }>
  /**
   * Asks anew in the background: until the answer arrives, `get` returns what is known, or asks for itself. Resolves when
   * the answer has arrived; rejects as `ask` does, and then nothing has changed.
   */
  refresh(key: string): Promise<void>
  /** True if the answer is unknown, or its life ends within so many milliseconds. A life that `shorten` cut is not counted before it ends. */
  lapsesWithin(key: string, milliseconds: number): boolean
  /** Changes what is known, and an answer under way once it arrives. */
  change(key: string, change: (value: V) => V): void
  /** Cuts the life of what is known, and of an answer under way, to so many milliseconds from the question. */
  shorten(key: string, life: number): void
  /** Forgets this very answer; one that was asked for since then stays. */
  drop(key: string, answer: V): Promise<void>
}

interface Remembered<V> {
  answer: Promise<V>
  hasFailed: boolean
  readonly askedAt: number
  until: number
}

/**
 * `life` is in milliseconds, from the question, and `failureLife` from the failure. `ask` learns whether a person waits for the
 * answer. Of more than `most` answers, those that were asked for longest ago are forgotten.
 */
export function createMemory<V>(
  clock: Clock,
  life: number,
  ask: (key: string, urgency: Urgency) => Promise<V>,
  failureLife = 0,
  most = Number.POSITIVE_INFINITY,
): Memory<V> {
  const memory = new Map<string, Remembered<V>>()
  const refreshing = new Map<string, Remembered<V>>()
  const inFlight = createInFlight()

  const begin = (key: string, urgency: Urgency): Remembered<V> => {
    const askedAt = clock.now().getTime()
    return { answer: ask(key, urgency), hasFailed: false, askedAt, until: askedAt + life }
  }
  const isFresh = ({ askedAt, until }: Remembered<V>) => {
    const now = clock.now().getTime()
    return askedAt <= now && now < until
  }
  const keep = (key: string, asked: Remembered<V>) => {
    memory.delete(key)
    memory.set(key, asked)
    for (const oldest of memory.keys()) if (memory.size > most) memory.delete(oldest)
  }
  const everyAnswer = (key: string) =>
    [memory.get(key), refreshing.get(key)].filter((one) => one !== undefined)

  const current = (key: string): Remembered<V> => {
    const known = memory.get(key)
    if (known !== undefined && isFresh(known)) return known
    const asked = begin(key, 'click')
    keep(key, asked)
    asked.answer.catch(() => {
      asked.hasFailed = true
      asked.until = clock.now().getTime() + failureLife
      if (memory.get(key) === asked && failureLife === 0) memory.delete(key)
    })
    return asked
  }

  return {
    get: (key) => current(key).answer,

    dated: async (key) => {
      const { answer, askedAt } = current(key)
      return { value: await answer, askedAt: new Date(askedAt) }
    },

    refresh: async (key) => {
      await inFlight.unlessRunning(key, async () => {
        const asked = begin(key, 'background')
        refreshing.set(key, asked)
        try {
          await asked.answer
          const known = memory.get(key)
          const isOvertaken =
            known !== undefined && !known.hasFailed && isFresh(known) && known.askedAt > asked.askedAt
          if (!isOvertaken) keep(key, asked)
        } finally {
          refreshing.delete(key)
        }
      })
    },

    lapsesWithin: (key, milliseconds) => {
      const known = memory.get(key)
      if (known === undefined || known.hasFailed || !isFresh(known)) return true
      return clock.now().getTime() >= Math.min(known.until, known.askedAt + life - milliseconds)
    },

    change: (key, change) => {
      for (const known of everyAnswer(key)) {
        known.answer = known.answer.then(change)
        // The caller hears of a failure.
        known.answer.catch(() => undefined)
      }
    },

    shorten: (key, shorter) => {
      for (const known of everyAnswer(key)) known.until = Math.min(known.until, known.askedAt + shorter)
    },

    drop: async (key, answer) => {
      const known = memory.get(key)
      const isKnown = (await known?.answer.catch(() => undefined)) === answer
      if (isKnown && memory.get(key) === known) memory.delete(key)
    },
  }
}
