// What Cognito's answer means for a claimed round: the table "Every way an AdminConfirmSignUp can end", as code.
import { never } from '../shared/never.ts'
import { mayPass } from './approver-role.ts'
import type { CallAnswer, ConfirmAnswer, LookUp } from './attempt.ts'
import type { FailureReason } from './failure.ts'
import type { Person } from './person.ts'
import type { Confirmed, Ending } from './round.ts'

export type NextStep =
  | { readonly kind: 'settle'; readonly ending: Ending }
  | { readonly kind: 'release'; readonly reason: FailureReason }
  | { readonly kind: 'retry' }
  | { readonly kind: 'look-up' }
  /** The list has to be asked before anybody is called deleted. */
  | { readonly kind: 'ask-list' }

/** `unanswered` made the earliest call on this sign-up, from any click, that may have confirmed it unseen. */
export interface Circumstances {
  readonly by: Person
  readonly unanswered: Person | null
  readonly now: Date
}

/** What to do after one call of `AdminConfirmSignUp`. */
export function judgeAnswer(answer: ConfirmAnswer, circumstances: Circumstances): NextStep {
  const { by, unanswered, now } = circumstances
  switch (answer.kind) {
    case 'confirmed':
      return { kind: 'settle', ending: confirmed(by, now) }
    case 'already-confirmed':
      return { kind: 'settle', ending: confirmedBySomebody('CONFIRMED', unanswered, now) }
    case 'gone':
      return { kind: 'ask-list' }
    case 'throttled':
    case 'unreachable':
    case 'no-answer':
      return { kind: 'retry' }
    case 'not-waiting':
    case 'function-failed':
    case 'unheard-of':
    case 'not-sent':
      return { kind: 'look-up' }
    case 'capped':
    case 'forbidden':
    case 'credentials':
    case 'pool-missing':
    case 'bad-parameter':
    case 'role-problem':
      if (answer.kind === 'role-problem' && mayPass(answer.problem)) return { kind: 'retry' }
      // An earlier call without an answer may have confirmed the user.
      return unanswered === null ? { kind: 'release', reason: reasonOf(answer) } : { kind: 'look-up' }
    default:
      return never(answer)
  }
}

/**
 * What to do after the list was asked about a user whom Cognito claims not to know. `isRepeated` if the call was repeated
 * since the list was asked before.
 */
export function judgeGone(
  listed: LookUp,
  answer: ConfirmAnswer,
  { unanswered, now }: Circumstances,
  isRepeated: boolean,
): NextStep {
  if (listed.kind === 'gone') return { kind: 'settle', ending: { kind: 'gone', at: now } }
  if (!isRepeated) return { kind: 'retry' }
  if (listed.kind === 'failed')
    return { kind: 'release', reason: reasonWithoutLookUp(answer, listed.reason, unanswered) }
  return { kind: 'release', reason: contradiction(listed.status, unanswered) }
}

/** What to do after the look-up that followed the last call. */
export function judgeLookUp(found: LookUp, answer: ConfirmAnswer, circumstances: Circumstances): NextStep {
  const { by, unanswered, now } = circumstances
  if (found.kind === 'failed')
    return { kind: 'release', reason: reasonWithoutLookUp(answer, found.reason, unanswered) }
  if (found.kind === 'contradicted')
    return { kind: 'release', reason: contradiction(found.status, unanswered) }
  if (answer.kind === 'function-failed' && found.kind === 'found' && isLetIn(found)) {
    const ending: Confirmed = { ...confirmed(by, now), certainty: 'probable', functionError: answer.message }
    return { kind: 'settle', ending }
  }
  const ending = endingOf(found, unanswered, now)
  if (ending === null) return { kind: 'release', reason: reasonOf(answer) }
  const isDisabled = ending.kind === 'confirmed-elsewhere' && found.kind === 'found' && !found.isEnabled
  return answer.kind === 'function-failed' && isDisabled
    ? { kind: 'settle', ending: { ...ending, functionError: answer.message } }
    : { kind: 'settle', ending }
}

/** The function itself may have disabled them. */
function isLetIn({ status, isEnabled }: Extract<LookUp, { kind: 'found' }>): boolean {
  return status === 'CONFIRMED' && isEnabled
}

/** How the round ended, judging by a look-up; null if the user is still waiting. */
export function endingOf(
  found: Extract<LookUp, { kind: 'found' | 'gone' }>,
  unanswered: Person | null,
  now: Date,
): Ending | null {
  if (found.kind === 'gone') return { kind: 'gone', at: now }
  // Whoever confirmed them: that they can sign in must not be said.
  if (found.status === 'CONFIRMED' && !found.isEnabled)
    return { kind: 'confirmed-elsewhere', status: 'CONFIRMED, but disabled', at: now }
  if (found.status === 'CONFIRMED') return confirmedBySomebody(found.status, unanswered, now)
  if (!found.isEnabled) return { kind: 'disabled', at: now }
  if (found.status === 'UNCONFIRMED') return null
  return { kind: 'confirmed-elsewhere', status: found.status, at: now }
}

function confirmed(by: Person, at: Date): Confirmed {
  return { kind: 'confirmed', by, at, certainty: 'answered', functionError: null }
}

function confirmedBySomebody(status: string, unanswered: Person | null, at: Date): Ending {
  if (unanswered === null) return { kind: 'confirmed-elsewhere', status, at }
  return { ...confirmed(unanswered, at), certainty: 'probable' }
}

/** Why a call failed that can't have changed anything. */
function reasonOf(answer: ConfirmAnswer): FailureReason {
  switch (answer.kind) {
    case 'function-failed':
      return { kind: 'function-failed', message: answer.message }
    case 'not-waiting':
      return { kind: 'not-allowed' }
    case 'confirmed':
    case 'already-confirmed':
    case 'gone':
    case 'no-answer':
      return { kind: 'no-answer' }
    default:
      return reasonOfCall(answer)
  }
}

/** The same for any call, where its answer says what was wrong. */
export function reasonOfCall(answer: Exclude<CallAnswer, { kind: 'gone' | 'no-answer' }>): FailureReason {
  switch (answer.kind) {
    case 'throttled':
    case 'not-sent':
      return { kind: 'throttled' }
    case 'unreachable':
    case 'pool-missing':
    case 'bad-parameter':
      return { kind: answer.kind }
    case 'forbidden':
      return { kind: 'forbidden', action: answer.action }
    case 'role-problem':
      return answer.problem
    case 'capped':
    case 'credentials':
    case 'unheard-of':
      return { kind: answer.kind, name: answer.name }
    default:
      return never(answer)
  }
}

/** Never claims "not confirmed" if a call may have confirmed, or if the list does not show the user waiting. */
function contradiction(listedAs: string, unanswered: Person | null): FailureReason {
  if (listedAs === 'UNCONFIRMED' && unanswered === null) return { kind: 'contradicted' }
  return { kind: 'unexplained', name: 'UserNotFoundException' }
}

/** The look-up failed too: never claim "not confirmed" if a call may have confirmed. */
function reasonWithoutLookUp(
  answer: ConfirmAnswer,
  lookUp: FailureReason,
  unanswered: Person | null,
): FailureReason {
  const saysWhy = answer.kind !== 'not-waiting' && answer.kind !== 'gone'
  if (unanswered === null && saysWhy) return reasonOf(answer)
  if (lookUp.kind === 'forbidden') return { kind: 'look-forbidden', action: lookUp.action }
  switch (answer.kind) {
    case 'function-failed':
    case 'unheard-of':
      return { kind: 'unexplained', name: answer.name }
    case 'not-waiting':
      return { kind: 'unexplained', name: 'NotAuthorizedException' }
    case 'gone':
      return { kind: 'unexplained', name: 'UserNotFoundException' }
    default:
      return { kind: 'uncertain' }
  }
}
