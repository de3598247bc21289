// One call to Cognito that may change something, and every answer to it.
import type { FailureReason } from './failure.ts'
import type { Person } from './person.ts'

/** The answer to `AdminConfirmSignUp`, or that there was none. `requestId` is AWS's. */
export type ConfirmAnswer =
  | { readonly kind: 'confirmed'; readonly requestId: string | null }
  /** "User cannot be confirmed. Current status is CONFIRMED." */
  | { readonly kind: 'already-confirmed'; readonly requestId: string | null }
  /** `NotAuthorizedException` for any other reason: another status, a disabled user. */
  | { readonly kind: 'not-waiting'; readonly requestId: string | null }
  /** Cognito knows no such user, or says so: only its list can tell. */
  | { readonly kind: 'gone'; readonly requestId: string | null }
  /** A function of the pool failed, before or after the confirmation. `message` names no ARN. */
  | {
      readonly kind: 'function-failed'
      readonly name: string
      readonly message: string
      readonly requestId: string | null
    }
  | { readonly kind: 'throttled'; readonly requestId: string | null }
  /** There was no connection, so nothing can have happened. */
  | { readonly kind: 'unreachable'; readonly requestId: string | null }
  /** Timeouts, resets, 5xx and unreadable answers: Cognito may or may not have confirmed. */
  | { readonly kind: 'no-answer'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'capped'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'forbidden'; readonly action: string; readonly requestId: string | null }
  | { readonly kind: 'credentials'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'pool-missing'; readonly requestId: string | null }
  | { readonly kind: 'bad-parameter'; readonly requestId: string | null }
  | { readonly kind: 'unheard-of'; readonly name: string; readonly requestId: string | null }
  /** The deadline passed before the call had a slot: it was never made. */
  | { readonly kind: 'not-sent' }

/** What Cognito showed of one user. */
export type LookUp =
  | {
      readonly kind: 'found'
      readonly status: string
      readonly isEnabled: boolean
      /** The `sub` of the user that was shown is the one that was asked for. False if the answer did not say. */
      readonly isSurelyTheirs: boolean
      readonly requestId: string | null
    }
  /** Not in the list either. */
  | { readonly kind: 'gone'; readonly requestId: string | null }
  /** Twice unknown to Cognito, and twice in its list, with this status. */
  | { readonly kind: 'contradicted'; readonly status: string; readonly requestId: string | null }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly requestId: string | null }

/** A call that may be sent now. */
export interface BegunAttempt {
  readonly id: string
  /** Who made the earliest call before it that may have confirmed the sign-up unseen; null if there is none. */
  readonly unanswered: Person | null
}

/** A call with its answer. `lookUp` is the one made after it, if any. */
export interface AnsweredAttempt {
  readonly attemptId: string
  readonly answer: ConfirmAnswer
  readonly lookUp: LookUp | null
}

/**
 * Whether a call that ended like this may still have confirmed the user. `answer` is null if none came. A call that was
 * answered, and after which a look-up shows the user still waiting, did not confirm.
 */
export function mayHaveConfirmed(answer: ConfirmAnswer | null, lookUp: LookUp | null): boolean {
  if (answer === null || answer.kind === 'no-answer') return true
  // Its process may have died before it settled the round.
  if (answer.kind === 'confirmed') return true
  if (lookUp?.kind === 'found' && lookUp.status === 'UNCONFIRMED') return false
  return answer.kind === 'function-failed' || answer.kind === 'unheard-of'
}
