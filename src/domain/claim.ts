// A click's claim on a round: how it is won, and what is written down when it ends.
import type { AnsweredAttempt, BegunAttempt } from './attempt.ts'
import type { ClickEnd } from './click.ts'
import type { Person } from './person.ts'
import type { Ending, Failure } from './round.ts'
import type { SignUp } from './sign-up.ts'

/** What came of trying to claim. */
export type ClaimResult =
  | {
      readonly kind: 'claimed'
      readonly fence: number
      readonly signUp: SignUp
      /** The first call, which is on disk and may be sent. */
      readonly attempt: BegunAttempt
    }
  /** Another click holds the claim (`ending` is null), or the round has ended. */
  | { readonly kind: 'late'; readonly first: Person | null; readonly ending: Ending | null }
  /** By now, Cognito could take another sign-up for this one. */
  | { readonly kind: 'imitation' }
  /** The click has ended already. */
  | { readonly kind: 'ended' }

/** A claim that is held, or was. */
export interface HeldClaim {
  readonly roundId: string
  readonly clickId: string
  readonly fence: number
}

interface ClaimEnd extends HeldClaim {
  readonly end: ClickEnd
  /** The last call's answer; null if it is written down already. */
  readonly answered: AnsweredAttempt | null
}

/** The round is over. */
export interface Settlement extends ClaimEnd {
  readonly ending: Ending
  readonly awsRequestId: string | null
}

/** The round waits again, and its card shows the failure. */
export interface Release extends ClaimEnd {
  readonly failure: Failure
}
