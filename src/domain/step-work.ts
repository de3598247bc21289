// Doing a step: what is handed to whoever does it, what came of it, and when it is tried again.
import type { CardEntry } from './card-entry.ts'
import type { ClickEnd } from './click.ts'
import type { Person } from './person.ts'
import type { Deed, StepFailure, StepResult } from './step.ts'

/** A step that one process does now. */
export interface StartedStep {
  readonly signUpId: string
  readonly deed: Deed
  readonly fence: number
  /** Who let the user in. */
  readonly by: Person
  /** Whoever wants it done now: the same, or who had it tried again. */
  readonly askedBy: Person
  /** The sign-up with its latest round. */
  readonly entry: CardEntry
  /** How often it was tried, this time included. */
  readonly tries: number
  /** How long ago it was tried first, in milliseconds. */
  readonly age: number
}

/** What came of a try. */
export type EndOfStep =
  | { readonly kind: 'done'; readonly result: StepResult }
  /** To be tried again, after so many milliseconds. */
  | { readonly kind: 'put-off'; readonly failure: StepFailure; readonly pause: number }
  | { readonly kind: 'fail'; readonly failure: StepFailure }

/** The same as whoever tried it knows it. `requestId` is AWS's. */
export type Tried = Outcome & {
  /** The session in AWS in which a call was made; null, or left out, if there was none. */
  readonly roleSession?: string | null
}

type Outcome =
  | { readonly kind: 'done'; readonly result: StepResult; readonly requestId: string | null }
  /** `mayPass` if it may work later without anybody doing anything; `pause` is how long Slack demands to wait, in milliseconds. */
  | {
      readonly kind: 'failed'
      readonly failure: StepFailure
      readonly mayPass: boolean
      readonly pause?: number
    }
  /** Somebody else does it, or it was cancelled. */
  | { readonly kind: 'lost' }

/** What became of a click that wants failed steps tried again. */
export type TriedAgain =
  | { readonly kind: 'over'; readonly end: ClickEnd; readonly messageIds: readonly string[] | null }
  /** The click has ended already. */
  | { readonly kind: 'ended' }

/** How long a step is tried again by itself, in milliseconds. */
export const stepPatience = 30 * 60_000

/** The shortest and the longest pause before that, in milliseconds. */
export const stepPause = { first: 2000, most: 120_000 }
