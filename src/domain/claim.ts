// A click's claim on a round: how it is won, and what is written down when it ends.
import { never } from '../shared/never.ts'
import type { CountedApproval, Relied } from './approvals.ts'
import type { AnsweredAttempt, BegunAttempt } from './attempt.ts'
import type { ClickEnd } from './click.ts'
import type { Countersignature } from './countersignature.ts'
import type { Entitlement } from './entitlement.ts'
import type { Person } from './person.ts'
import type { Ending, Failure, Round, RoundState } from './round.ts'
import type { SignUp } from './sign-up.ts'
import type { Deed } from './step.ts'
import type { Origin } from './way-back.ts'

/** Another click holds the claim (`ending` is null), or the round has ended. */
export interface Late {
  readonly kind: 'late'
  readonly first: Person | null
  readonly ending: Ending | null
}

/** The round was followed by another, which waits. */
export interface Followed {
  readonly kind: 'followed'
  /** Who opened that one. */
  readonly first: Person | null
}

/** What came of trying to claim. */
export type ClaimResult =
  | {
      readonly kind: 'claimed'
      /** The one that the click names, or the next one if it goes back. */
      readonly roundId: string
      readonly origin: Origin | null
      readonly fence: number
      readonly signUp: SignUp
      /** The first call of an approval, which is on disk and may be sent; null for anything else, which looks first. */
      readonly attempt: BegunAttempt | null
      /** All whose approvals count, where several had to approve. */
      readonly approvers: readonly Person[]
    }
  /** Other approvals count than the click relied on: they are to be counted again. */
  | { readonly kind: 'recount' }
  | Late
  | Followed
  /** The round does not offer this way back, or not any more. */
  | { readonly kind: 'not-offered' }
  /** By now, Cognito could take another sign-up for this one. */
  | { readonly kind: 'imitation' }
  /** The click has ended already. */
  | { readonly kind: 'ended' }

/** An approval too few: it is counted if exactly those count on which it relies, and if the sign-up is as it was `seen`. */
export interface AddedApproval {
  readonly clickId: string
  readonly roundId: string
  readonly relied: Relied & { readonly own: CountedApproval }
  readonly seen: SignUp
  readonly end: ClickEnd
  /** Null if it is not known why the person may decide. */
  readonly entitlement: Entitlement | null
}

/** What came of counting an approval. */
export type CountResult =
  | { readonly kind: 'counted'; readonly messageIds: readonly string[] }
  | Exclude<ClaimResult, { kind: 'claimed' }>

/** What came of withdrawing an approval. */
export type Withdrawal =
  /** `messageIds` show the round; null if nothing about it has changed. */
  | { readonly kind: 'over'; readonly end: ClickEnd; readonly messageIds: readonly string[] | null }
  | { readonly kind: 'unknown-round' }
  /** The click has ended already. */
  | { readonly kind: 'ended' }

/** What came of saying who looks into a sign-up. */
export type LookingResult = Exclude<Withdrawal, { kind: 'unknown-round' }>

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
  /** The session in AWS in which its calls were made; null, or left out, if none was. */
  readonly roleSession?: string | null
  /** What its calls carried; nothing if left out. */
  readonly countersignature?: Countersignature | null
}

/** The round is over. */
export interface Settlement extends ClaimEnd {
  readonly ending: Ending
  readonly awsRequestId: string | null
  /** How long that can be undone, in milliseconds; not at all if left out. */
  readonly undoFor?: number
  /** What has to be done now that the user is confirmed; nothing if left out. */
  readonly deeds?: readonly Deed[]
}

/** The round waits again, without a failure. */
export interface LettingWait extends ClaimEnd {
  readonly awsRequestId: string | null
}

/** The round waits again, and its card shows the failure. */
export interface Release extends ClaimEnd {
  readonly failure: Failure
}

/** Who was first where a round can't be claimed. */
export function lateFor(state: RoundState): Late {
  switch (state.kind) {
    case 'claimed':
      return { kind: 'late', first: state.claim.by, ending: null }
    case 'settled': {
      const { ending } = state
      return { kind: 'late', first: 'by' in ending ? ending.by : null, ending }
    }
    case 'waiting':
      // Another replica changed the row between the read and the update.
      return { kind: 'late', first: null, ending: null }
    default:
      return never(state)
  }
}

/** The same for whoever wants to go back from a round that another one has followed, which is this one. */
export function lateForNext({ state, origin }: Round): Late | Followed {
  if (state.kind !== 'waiting') return lateFor(state)
  return { kind: 'followed', first: origin?.by ?? null }
}
