// What Cognito's answers mean for whoever adds a confirmed user to a group.
import { never } from '../shared/never.ts'
import type { LookUp, UpdateAnswer } from './attempt.ts'
import { judgeUpdate, reasonNotDone, reasonWithoutLook } from './judge-update.ts'
import type { StepFailure } from './step.ts'
import type { Tried } from './step-work.ts'

/** Nobody is added who is not known to be in. */
export function judgeBeforeAdding(seen: LookUp): Tried | { readonly kind: 'add' } {
  switch (seen.kind) {
    case 'found': {
      const { status, isEnabled, requestId } = seen
      if (status === 'CONFIRMED' && isEnabled) return { kind: 'add' }
      // The list may need a moment to show the confirmation.
      const mayPass = status === 'UNCONFIRMED' && isEnabled
      return failed({ kind: 'cognito', reason: { kind: 'changed', status, isEnabled }, requestId }, mayPass)
    }
    case 'gone':
      return failed({ kind: 'gone' }, false)
    case 'contradicted':
      return failed({ kind: 'cognito', reason: { kind: 'contradicted' }, requestId: seen.requestId }, true)
    case 'failed': {
      const { requestId } = seen
      const mayPass = seen.reason.kind === 'throttled' || seen.reason.kind === 'no-answer'
      return failed({ kind: 'cognito', reason: reasonWithoutLook(seen.reason, false), requestId }, mayPass)
    }
    default:
      return never(seen)
  }
}

/** The pool is there, since its list has just shown the user: what is missing can only be the group. */
export function judgeAdding(answer: UpdateAnswer): Tried {
  if (answer.kind === 'done') return { kind: 'done', result: 'added', requestId: answer.requestId }
  if (answer.kind === 'pool-missing')
    return failed({ kind: 'group-missing', requestId: answer.requestId }, false)
  const requestId = answer.kind === 'not-sent' ? null : answer.requestId
  const failure: StepFailure = { kind: 'cognito', reason: reasonNotDone(answer), requestId }
  return failed(failure, judgeUpdate(answer).kind === 'retry')
}

function failed(failure: StepFailure, mayPass: boolean): Tried {
  return { kind: 'failed', failure, mayPass }
}
