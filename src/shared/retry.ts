// Retrying: repeats a call after a growing pause.
import { backoff } from './backoff.ts'
import type { Clock } from './clock.ts'

export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Worth another try, after at least so many milliseconds. */
  | { readonly kind: 'again'; readonly after?: number }

export interface Retrying {
  readonly clock: Clock
  /** The shortest and the longest pause, in milliseconds. */
  readonly pause: { readonly first: number; readonly most: number }
  /** No attempt starts after it aborts. */
  readonly signal?: AbortSignal
  /** The most attempts. */
  readonly tries?: number
  /** The deadline: a pause that would last until then is not begun. */
  readonly until?: Date
}

export function done<T>(value: T): Attempt<T> {
  return { kind: 'done', value }
}

export function again(after = 0): Attempt<never> {
  return { kind: 'again', after }
}

/**
 * Calls `attempt` until it is done. Null if the signal, the number of tries or the deadline ended that first. `attempt`
 * gets the number of the try, starting at 1. Rejects as `attempt` does.
 */
export async function retry<T>(
  { clock, pause, signal, tries = Number.POSITIVE_INFINITY, until }: Retrying,
  attempt: (number: number) => Promise<Attempt<T>>,
): Promise<T | null> {
  for (let number = 1; signal?.aborted !== true; number += 1) {
    const result = await attempt(number)
    if (result.kind === 'done') return result.value
    if (number >= tries) return null
    const wait = Math.max(backoff(number, pause), result.after ?? 0)
    if (until !== undefined && clock.now().getTime() + wait >= until.getTime()) return null
    await clock.sleep(wait, signal)
  }
  return null
}
