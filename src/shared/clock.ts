// The clock that is passed in: tells the time, and waits.
import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  now(): Date
  /** Resolves after so many milliseconds, or when the signal aborts. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    if (signal?.aborted === true) return
    const options = signal === undefined ? undefined : { signal }
    await wait(milliseconds, undefined, options).catch(() => undefined)
  },
}

/** The result of the work, or null if it takes longer than so many milliseconds. Rejects as the work does. */
export async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | null> {
  const done = new AbortController()
  try {
    return await Promise.race([work, clock.sleep(milliseconds, done.signal).then(() => null)])
  } finally {
    done.abort()
  }
}

/** The result of the work, or undefined as soon as the signal aborts. Rejects as the work does. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  let stop = () => {}
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([aborted, work])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
