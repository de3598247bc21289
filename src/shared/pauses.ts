// Pauses after failures, for work that a loop tries again anyway; `retry` is for callers that wait.
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'

export interface Pauses {
  isPausing(key: string): boolean
  failed(key: string): void
  succeeded(key: string): void
}

/** `first` and `most` are the shortest and the longest pause, in milliseconds; each failure doubles it. */
export function createPauses(clock: Clock, pause: { readonly first: number; readonly most: number }): Pauses {
  const failures = new Map<string, { readonly tries: number; readonly until: number }>()
  return {
    isPausing: (key) => (failures.get(key)?.until ?? 0) > clock.now().getTime(),
    failed: (key) => {
      const tries = (failures.get(key)?.tries ?? 0) + 1
      failures.set(key, { tries, until: clock.now().getTime() + backoff(tries, pause) })
    },
    succeeded: (key) => {
      failures.delete(key)
    },
  }
}
