// A click's claim on a round: how it is won, and what is written down when it ends.
import type { AnsweredAttempt, BegunAttempt } from './attempt.ts'
import type { ClickEnd } from './click.ts'
import type { Person } from './person.ts'
import type { Ending, Failure } from './round.ts'
import type { SignUp } from './sign-up.ts'

/** What became of the wish to claim. */
export type ClaimResult =
  | {
      readonly kind: 'claimed'
      readonly fence: number
      readonly signUp: SignUp
      /** The first call, which is on disk and may be sent. */
      readonly attempt: BegunAttempt
    }
  /** Somebody else holds the claim (`ending` null), or the round has ended. */
  | { readonly kind: 'late'; readonly first: Person | null; readonly ending: Ending | null }
  /** It turned out at the last moment that another sign-up can be taken for this one. */
  | { readonly kind: 'imitation' }
  /** The click has its end, so there is nothing to do. */
  | { readonly kind: 'ended' }

/** A claim that somebody holds, or held. */
export interface HeldClaim {
  readonly roundId: string
  readonly clickId: string
  readonly fence: number
}

interface ClaimEnd extends HeldClaim {
  readonly end: ClickEnd
  /** The last call's answer, if it is not written down yet. */
  readonly answered: AnsweredAttempt | null
}

/** The round is over. */
export interface Settlement extends ClaimEnd {
  readonly ending: Ending
  readonly awsRequestId: string | null
}

/** The round waits again, with the reason. */
export interface Release extends ClaimEnd {
  readonly failure: Failure
}
