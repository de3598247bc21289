// The real time, except that a wait which nothing can interrupt is skipped and the clock moved on by as much.
import { type Clock, systemClock } from '../../src/shared/clock.ts'

export interface HurriedClock extends Clock {
  /** Moves the clock on. */
  advance(milliseconds: number): void
}

/** Loops, which can be nudged and stopped, keep the real pace; pauses between tries take none. */
export function createHurriedClock(): HurriedClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: async (milliseconds, signal) => {
      if (signal !== undefined) return systemClock.sleep(milliseconds, signal)
      ahead += milliseconds
      return systemClock.sleep(1)
    },
    advance: (milliseconds) => {
      ahead += milliseconds
    },
  }
}
