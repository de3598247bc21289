// Whether the bot waits for its database: if so it isn't idle, even though it does nothing else.
import type { Wrap } from '../../src/connect-outside.ts'
import { untilIdle } from './time/idle.ts'

export interface Busy {
  /** Counts the queries to the store that are not answered yet. */
  readonly wrap: Wrap
  /** Resolves when this process does nothing but wait for its timers. */
  untilIdle(): Promise<void>
}

/** If the store is still opening, busy until it is open, which it is once anything is wrapped. */
export function createBusy({ isOpening }: { isOpening: boolean }): Busy {
  let open = 0
  const waiting = new Set<() => void>()
  const tell = () => {
    if (isOpening || open > 0) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }
  const answered = () => {
    open -= 1
    tell()
  }

  return {
    wrap: (name, part) => {
      isOpening = false
      tell()
      if (name !== 'ledger') return part
      return new Proxy(part, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key)
          if (typeof member !== 'function') return member
          return (...given: unknown[]) => {
            open += 1
            return Promise.resolve(Reflect.apply(member, target, given)).finally(answered)
          }
        },
      })
    },
    untilIdle: async () => {
      do {
        if (isOpening || open > 0) await new Promise<void>((resolve) => waiting.add(resolve))
        await untilIdle()
      } while (isOpening || open > 0)
    },
  }
}
