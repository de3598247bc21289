// What somebody else told us, kept for a while: one question in flight per key, failures never kept.
import type { Clock } from './clock.ts'

export interface Memory<V> {
  /** The answer, asked for where it is not known or too old. Rejects as `ask` does. */
  get(key: string): Promise<V>
  /** Changes what is known, and an answer that is on its way once it is there. */
  change(key: string, change: (value: V) => V): void
  /** What is known, and what is on its way, counts only so many milliseconds from when it was asked for. */
  shorten(key: string, life: number): void
}

interface Remembered<V> {
  readonly answer: Promise<V>
  readonly askedAt: number
  until: number
}

/** `life` in milliseconds, counted from the question. */
export function createMemory<V>(clock: Clock, life: number, ask: (key: string) => Promise<V>): Memory<V> {
  const memory = new Map<string, Remembered<V>>()

  const remember = (key: string, answer: Promise<V>, askedAt: number, until: number) => {
    const remembered: Remembered<V> = { answer, askedAt, until }
    memory.set(key, remembered)
    answer.catch(() => {
      if (memory.get(key) === remembered) memory.delete(key)
    })
    return answer
  }

  return {
    get: (key) => {
      const now = clock.now().getTime()
      const known = memory.get(key)
      const isFresh = known !== undefined && known.askedAt <= now && now < known.until
      if (isFresh) return known.answer
      return remember(key, ask(key), now, now + life)
    },
    change: (key, change) => {
      const known = memory.get(key)
      if (known !== undefined)
        void remember(key, known.answer.then(change), known.askedAt, known.until).catch(() => undefined)
    },
    shorten: (key, shorter) => {
      const known = memory.get(key)
      if (known !== undefined) known.until = Math.min(known.until, known.askedAt + shorter)
    },
  }
}
