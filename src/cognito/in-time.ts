// Timeouts of calls of the SDK, whatever hangs.
import { systemClock, within } from '../shared/clock.ts'

/** How long a call may take, in milliseconds: a post confirmation function has three tries of 5 s. */
export const callTimeout = 20_000

/** How long a look-up may take, or the disabling of a user, in milliseconds: they run no function, so they are quick or fail. */
export const lookUpTimeout = 8_000

/**
 * The SDK's own signal does not cover the search for credentials, which can hang too. Both use real timers, as the SDK does:
 * with different clocks, one could call off what the other still waits for.
 */
export async function inTime<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const answer = await within(systemClock, milliseconds + 1000, send(AbortSignal.timeout(milliseconds)))
  if (answer === null) throw new Error('No answer in time')
  return answer
}
