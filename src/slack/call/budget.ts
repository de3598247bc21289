// A budget of background calls: a call is made if the budget allows, and skipped otherwise.
import type { Clock } from '../../shared/clock.ts'
import type { Rate } from '../../shared/limit.ts'

export interface Budget {
  /** How many answers can be kept fresh. */
  readonly most: number
  /** False if no call is left for now. Never waits. */
  take(): boolean
}

/**
 * Allows a few calls at once, then spaces them so that there are never more than `calls` within `per` milliseconds. Each
 * answer is read again every `readEvery` milliseconds.
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
