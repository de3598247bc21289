// One call to Cognito that may change something, and every way it can be answered.
import type { FailureReason } from './failure.ts'
import type { Person } from './person.ts'

/** What `AdminConfirmSignUp` answered, or that it did not. `requestId` is AWS's. */
export type ConfirmAnswer =
  | { readonly kind: 'confirmed'; readonly requestId: string | null }
  /** "User cannot be confirmed. Current status is CONFIRMED." */
  | { readonly kind: 'already-confirmed'; readonly requestId: string | null }
  /** `NotAuthorizedException` for any other reason: another status, a disabled user. */
  | { readonly kind: 'not-waiting'; readonly requestId: string | null }
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
  /** Timeouts, resets, 5xx and answers that make no sense: nobody knows whether it was done. */
  | { readonly kind: 'no-answer'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'capped'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'forbidden'; readonly action: string; readonly requestId: string | null }
  | { readonly kind: 'credentials'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'pool-missing'; readonly requestId: string | null }
  | { readonly kind: 'bad-parameter'; readonly requestId: string | null }
  | { readonly kind: 'unheard-of'; readonly name: string; readonly requestId: string | null }
  /** The deadline passed before the call's turn came: it was never made. */
  | { readonly kind: 'not-sent' }

/** What `AdminGetUser` showed. */
export type LookUp =
  | {
      readonly kind: 'found'
      readonly status: string
      readonly isEnabled: boolean
      readonly requestId: string | null
    }
  | { readonly kind: 'gone'; readonly requestId: string | null }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly requestId: string | null }

/** A call that may be sent now. */
export interface BegunAttempt {
  readonly id: string
  /** Who made the earliest call before it that may have confirmed the sign-up unseen; null if nobody did. */
  readonly unanswered: Person | null
}

/** What became of a call. `lookUp` is what was seen after it; null if nobody looked. */
export interface AnsweredAttempt {
  readonly attemptId: string
  readonly answer: ConfirmAnswer
  readonly lookUp: LookUp | null
}

/**
 * Whether a call that ended like this may have confirmed the user all the same. A null answer never came. `lookUp` is what
 * was seen after it: a call that was answered, and after which the user still waits, did not confirm.
 */
export function mayHaveConfirmed(answer: ConfirmAnswer | null, lookUp: LookUp | null): boolean {
  if (answer === null || answer.kind === 'no-answer') return true
  // It has, but its process may have died before the round was settled.
  if (answer.kind === 'confirmed') return true
  if (lookUp?.kind === 'found' && lookUp.status === 'UNCONFIRMED') return false
  return answer.kind === 'function-failed' || answer.kind === 'unheard-of'
}
