// What Cognito's answers mean for a call that changes a user and does the same twice: one table for all of them.
import { never } from '../shared/never.ts'
import { mayPass } from './approver-role.ts'
import type { NotDone } from './attempt.ts'
import type { FailureReason } from './failure.ts'
import { reasonOfCall } from './judge-answer.ts'

export type AfterUpdate =
  | { readonly kind: 'retry' }
  /** One look tells whether it worked; `reason`, if it did not. */
  | { readonly kind: 'look'; readonly reason: FailureReason }
  | { readonly kind: 'release'; readonly reason: FailureReason }

/** What to do after one call that failed, or came too late. */
export function judgeUpdate(answer: NotDone): AfterUpdate {
  switch (answer.kind) {
    case 'throttled':
    case 'unreachable':
    case 'no-answer':
    case 'gone':
    case 'not-sent':
      return { kind: 'retry' }
    case 'unheard-of':
      return { kind: 'look', reason: reasonNotDone(answer) }
    case 'role-problem':
      return mayPass(answer.problem) ? { kind: 'retry' } : { kind: 'release', reason: answer.problem }
    case 'capped':
    case 'forbidden':
    case 'credentials':
    case 'pool-missing':
    case 'bad-parameter':
    case 'refused':
    case 'not-enabled':
      return { kind: 'release', reason: reasonNotDone(answer) }
    default:
      return never(answer)
  }
}

/** Why a call did not change a user who is as before after it. */
export function reasonNotDone(answer: NotDone): FailureReason {
  switch (answer.kind) {
    case 'not-enabled':
    case 'no-answer':
      return { kind: answer.kind }
    case 'gone':
      return { kind: 'contradicted' }
    case 'refused':
      return { kind: 'not-allowed' }
    default:
      return reasonOfCall(answer)
  }
}

/** Without a look, nothing was sent; but an earlier call may have worked. */
export function reasonWithoutLook(reason: FailureReason, mayHaveWorked: boolean): FailureReason {
  if (!mayHaveWorked) return reason.kind === 'no-answer' ? { kind: 'unreachable' } : reason
  return reason.kind === 'forbidden'
    ? { kind: 'look-forbidden', action: reason.action }
    : { kind: 'uncertain' }
}
