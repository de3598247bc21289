// A call of the SDK that is over in time, whatever hangs.
import { systemClock, within } from '../shared/clock.ts'

/** How long a call may take, in milliseconds: a post confirmation function has 5 s and three tries. */
export const callTimeout = 20_000

/** A look runs no function: it is quick, or it is not coming. In milliseconds. */
export const lookUpTimeout = 8_000

/**
 * The SDK's own signal does not cover the search for credentials, which can hang too. Both deadlines go by the machine's
 * timers, as the SDK does: by a clock of its own one could declare a call over that the other still waits for.
 */
export async function inTime<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const answer = await within(systemClock, milliseconds + 1000, send(AbortSignal.timeout(milliseconds)))
  if (answer === null) throw new Error('No answer in time')
  return answer
}
