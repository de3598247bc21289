// Time, passed in: what it is, and waiting for it.
import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  now(): Date
  /** Resolves after so many milliseconds, or at once when the signal is given. Never rejects. */
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

/** What the work comes to, or null where it takes longer than so many milliseconds. Rejects as the work does. */
export async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T | null> {
  const done = new AbortController()
  try {
    return await Promise.race([work, clock.sleep(milliseconds, done.signal).then(() => null)])
  } finally {
    done.abort()
  }
}

/** Waits for the work until the signal is given. Rejects as the work does. */
export async function unlessAborted(signal: AbortSignal, work: Promise<unknown>): Promise<void> {
  if (signal.aborted) return
  let stop = () => {}
  const aborted = new Promise<void>((resolve) => {
    stop = resolve
    signal.addEventListener('abort', stop)
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
