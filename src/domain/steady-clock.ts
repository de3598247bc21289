// Whether the clock that decides what is old can be believed: it has to go on as a clock does that nobody can set.

/** The store's time, beside a clock that only ever goes on; both in milliseconds. */
export interface ClockReading {
  readonly at: number
  readonly elapsed: number
}

/** Since `from`, the clock has not jumped. It is steady unless that was after a jump, and less than an hour ago. */
export interface ClockState {
  readonly isSteady: boolean
  readonly from: ClockReading
}

/** What the store knows of the clock from an earlier reading, perhaps of another process. */
export interface NotedTime {
  readonly at: number
  readonly isSteady: boolean
}

/** What changed with a reading; times in milliseconds. */
export type ClockNews =
  | { readonly kind: 'none' }
  /** This process saw the clock jump. */
  | { readonly kind: 'jumped'; readonly expected: number }
  /** Nobody saw what happened since the store was last in use: it was off for long, or the clock was set. */
  | { readonly kind: 'far-from-noted'; readonly noted: number }
  /** An earlier process did not see the hour out. */
  | { readonly kind: 'not-yet-steady' }
  | { readonly kind: 'steady-again' }

export interface JudgedClock {
  readonly state: ClockState
  readonly news: ClockNews
}

const longestJump = 24 * 60 * 60_000

const steadyAfter = 60 * 60_000

/** Whether somebody who reads the clock only now and then can believe it: whoever looks at it often does, and did lately. */
export function isBelieved(at: number, noted: NotedTime | null): boolean {
  return noted?.isSteady === true && Math.abs(at - noted.at) <= longestJump
}

/** The first reading of a process. `noted` is null in a new store. */
export function judgeFirstReading(reading: ClockReading, noted: NotedTime | null): JudgedClock {
  const state = (isSteady: boolean) => ({ isSteady, from: reading })
  if (noted === null) return { state: state(true), news: { kind: 'none' } }
  if (Math.abs(reading.at - noted.at) > longestJump)
    return { state: state(false), news: { kind: 'far-from-noted', noted: noted.at } }
  return { state: state(noted.isSteady), news: { kind: noted.isSteady ? 'none' : 'not-yet-steady' } }
}

/**
 * Compares with the first reading since the last jump, and not with the one before, so that many small jumps count as one.
 * A machine that slept looks like a jump too.
 */
export function judgeReading(before: ClockState, reading: ClockReading): JudgedClock {
  const passed = reading.elapsed - before.from.elapsed
  const expected = before.from.at + passed
  if (Math.abs(reading.at - expected) > longestJump)
    return { state: { isSteady: false, from: reading }, news: { kind: 'jumped', expected } }
  if (before.isSteady || passed < steadyAfter) return { state: before, news: { kind: 'none' } }
  return { state: { ...before, isSteady: true }, news: { kind: 'steady-again' } }
}
