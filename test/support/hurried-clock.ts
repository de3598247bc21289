// Real time, except that a wait that nothing can interrupt is skipped and the clock moves on by as much.
import { type Clock, systemClock, unlessAborted } from '../../src/shared/clock.ts'

export interface HurriedClock extends Clock {
  /** Moves the clock on and ends waits for an earlier moment. */
  advance(milliseconds: number): void
}

/**
 * Loops, which can be nudged and stopped, keep their real pace; pauses between tries take no time. No wait ends while the bot
 * does anything, as on a machine that is fast enough: on a slow one, a deadline would come before what it is for.
 */
export function createHurriedClock(untilIdle: () => Promise<void>): HurriedClock {
  let ahead = 0
  const now = () => Date.now() + ahead
  const sleepers = new Map<AbortController, number>()

  const sleepInterruptibly = async (milliseconds: number, signal: AbortSignal) => {
    const woken = new AbortController()
    sleepers.set(woken, now() + milliseconds)
    await systemClock.sleep(milliseconds, AbortSignal.any([signal, woken.signal]))
    sleepers.delete(woken)
    await unlessAborted(signal, untilIdle())
  }

  return {
    now: () => new Date(now()),
    sleep: async (milliseconds, signal) => {
      if (signal !== undefined) return sleepInterruptibly(milliseconds, signal)
      ahead += milliseconds
      return systemClock.sleep(1)
    },
    advance: (milliseconds) => {
      ahead += milliseconds
      for (const [sleeper, until] of sleepers) if (until <= now()) sleeper.abort()
    },
  }
}
