// One call to Cognito that may change something, and every answer to it.
import { z } from 'zod'
import { isInSession, type RoleProblem } from './approver-role.ts'
import type { FailureReason } from './failure.ts'
import type { Person } from './person.ts'

/** What any call may be answered, or that there was no answer. `requestId` is AWS's. */
export type CallAnswer =
  /** Cognito knows no such user, or says so: only its list can tell. */
  | { readonly kind: 'gone'; readonly requestId: string | null }
  | { readonly kind: 'throttled'; readonly requestId: string | null }
  /** There was no connection, so nothing can have happened. */
  | { readonly kind: 'unreachable'; readonly requestId: string | null }
  /** Timeouts, resets, 5xx and unreadable answers: Cognito may or may not have done it. */
  | { readonly kind: 'no-answer'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'capped'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'forbidden'; readonly action: string; readonly requestId: string | null }
  | { readonly kind: 'credentials'; readonly name: string; readonly requestId: string | null }
  | { readonly kind: 'pool-missing'; readonly requestId: string | null }
  | { readonly kind: 'bad-parameter'; readonly requestId: string | null }
  | { readonly kind: 'unheard-of'; readonly name: string; readonly requestId: string | null }
  /** It could not be made in the approver's name, so nothing was done. `requestId` may be that of AWS STS. */
  | { readonly kind: 'role-problem'; readonly problem: RoleProblem; readonly requestId: string | null }
  /** The deadline passed before the call had a slot: it was never made. */
  | { readonly kind: 'not-sent' }

/** The answer to `AdminConfirmSignUp`. */
export type ConfirmAnswer =
  | CallAnswer
  | { readonly kind: 'confirmed'; readonly requestId: string | null }
  /** "User cannot be confirmed. Current status is CONFIRMED." */
  | { readonly kind: 'already-confirmed'; readonly requestId: string | null }
  /** `NotAuthorizedException` for any other reason: another status, a disabled user. */
  | { readonly kind: 'not-waiting'; readonly requestId: string | null }
  /** A function of the pool failed, before or after the confirmation. `message` names no ARN. */
  | {
      readonly kind: 'function-failed'
      readonly name: string
      readonly message: string
      readonly requestId: string | null
    }

/** The answer to a call that changes a user and does the same twice: see `Update`. */
export type UpdateAnswer =
  | CallAnswer
  | { readonly kind: 'done'; readonly requestId: string | null }
  /** `NotAuthorizedException`. */
  | { readonly kind: 'refused'; readonly requestId: string | null }
  /** `OperationNotEnabledException`: not in this region, or not for this pool. */
  | { readonly kind: 'not-enabled'; readonly requestId: string | null }

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

/** Whether the call has reached Cognito, as far as is known. */
export function wasSent(answer: ConfirmAnswer | UpdateAnswer): boolean {
  if (answer.kind !== 'role-problem') return answer.kind !== 'not-sent'
  return isInSession(answer.problem)
}

/** A call that may be sent now. */
export interface BegunAttempt {
  readonly id: string
  /** Who made the earliest call before it that may have confirmed the sign-up unseen; null if there is none. */
  readonly unanswered: Person | null
  /** A denial's call before it, in the same round, may have disabled the user unseen. */
  readonly mayBeDisabled: boolean
}

/** The answers after which the user is not known to be changed. */
export type NotDone = Exclude<UpdateAnswer, { kind: 'done' }>

/** `AdminDisableUser`, `AdminEnableUser`, `AdminUserGlobalSignOut`. */
export type Update = 'disable' | 'enable' | 'sign-out'

/** A call with its answer. `lookUp` is the look at the user after it, if any. */
export type AnsweredAttempt = { readonly attemptId: string; readonly lookUp: LookUp | null } & (
  | { readonly call: 'confirm'; readonly answer: ConfirmAnswer }
  | { readonly call: Update; readonly answer: UpdateAnswer }
)

/** What a call asks Cognito to do. */
export type Call = AnsweredAttempt['call']

/** As its row holds it. */
export const callFormat: z.ZodType<Call> = z.enum(['confirm', 'disable', 'enable', 'sign-out'])

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

/** Whether a call that ended like this may still have changed the user, as `mayHaveConfirmed`. */
export function mayHaveUpdated(call: Update, answer: UpdateAnswer | null, seen: LookUp | null): boolean {
  if (answer === null || answer.kind === 'no-answer' || answer.kind === 'done') return true
  if (answer.kind !== 'unheard-of') return false
  // No look shows whether somebody was signed out.
  return call === 'sign-out' || !(seen?.kind === 'found' && seen.isEnabled === (call === 'disable'))
}

/** Whether a call may have done what it asked for, without its answer telling so. */
export function mayHaveWorked(answered: AnsweredAttempt): boolean {
  return answered.call === 'confirm'
    ? mayHaveConfirmed(answered.answer, answered.lookUp)
    : mayHaveUpdated(answered.call, answered.answer, answered.lookUp)
}
