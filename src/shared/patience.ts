// Who has to rest after a failure, and for how long: twice as long after each.
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'

export interface Patience {
  isResting(key: string): boolean
  failed(key: string): void
  succeeded(key: string): void
}

/** `first` and `most`: the shortest and the longest rest, in milliseconds. */
export function createPatience(
  clock: Clock,
  rests: { readonly first: number; readonly most: number },
): Patience {
  const troubles = new Map<string, { readonly tries: number; readonly until: number }>()
  return {
    isResting: (key) => (troubles.get(key)?.until ?? 0) > clock.now().getTime(),
    failed: (key) => {
      const tries = (troubles.get(key)?.tries ?? 0) + 1
      troubles.set(key, { tries, until: clock.now().getTime() + backoff(tries, rests) })
    },
    succeeded: (key) => {
      troubles.delete(key)
    },
  }
}
