// Calls of which nobody waits for any: made if one is left, and left out otherwise.
import type { Clock } from '../../shared/clock.ts'
import type { Rate } from '../../shared/limit.ts'

export interface Budget {
  /** So many answers can be read again and again in time. */
  readonly most: number
  /** False if no call is left for now: nothing waits here. */
  take(): boolean
}

/**
 * A few calls at once, and then so slowly that there are never more than `calls` within `per` milliseconds. An answer is
 * read again every `readEvery` milliseconds.
 */
export function createBudget(clock: Clock, { calls, per }: Rate, readEvery: number): Budget {
  const atOnce = Math.ceil(calls / 6)
  const pause = per / Math.max(1, calls - atOnce)
  let left = atOnce
  let countedAt = clock.now().getTime()
  return {
    most: Math.max(1, Math.floor(readEvery / pause)),
    take: () => {
      const now = clock.now().getTime()
      left = Math.min(atOnce, left + Math.max(0, now - countedAt) / pause)
      countedAt = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
