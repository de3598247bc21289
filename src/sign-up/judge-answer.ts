// What Cognito's answer means for a claimed round: the table "Every way an AdminConfirmSignUp can end", as code.
import { never } from '../shared/never.ts'
import type { ConfirmAnswer, LookUp } from './attempt.ts'
import type { Person } from './person.ts'
import type { Confirmed, Ending, FailureReason } from './round.ts'

export type NextStep =
  | { readonly kind: 'settle'; readonly ending: Ending }
  | { readonly kind: 'release'; readonly reason: FailureReason }
  | { readonly kind: 'retry' }
  | { readonly kind: 'look-up' }

/** `unanswered` made the earliest call on this sign-up, of whichever click, of which nobody knows whether it confirmed. */
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
      return { kind: 'settle', ending: { kind: 'gone', at: now } }
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
      return { kind: 'release', reason: { kind: 'capped', name: answer.name } }
    case 'forbidden':
      return { kind: 'release', reason: { kind: 'forbidden', action: answer.action } }
    case 'credentials':
      return { kind: 'release', reason: { kind: 'credentials', name: answer.name } }
    case 'pool-missing':
    case 'bad-parameter':
      return { kind: 'release', reason: { kind: answer.kind } }
    default:
      return never(answer)
  }
}

/** What to do after the look that followed the last call. */
export function judgeLookUp(found: LookUp, answer: ConfirmAnswer, circumstances: Circumstances): NextStep {
  const { by, unanswered, now } = circumstances
  if (found.kind === 'failed') return { kind: 'release', reason: reasonWithoutLook(answer, found.reason, unanswered) }
  if (answer.kind === 'function-failed' && found.kind === 'found' && found.status === 'CONFIRMED') {
    return { kind: 'settle', ending: { ...confirmed(by, now), functionError: answer.message } }
  }
  const ending = endingOf(found, unanswered, now)
  return ending === null
    ? { kind: 'release', reason: reasonWhileWaiting(answer) }
    : { kind: 'settle', ending }
}

/** How a round ended of which a look shows this; null while the user is still waiting. */
export function endingOf(
  found: Exclude<LookUp, { kind: 'failed' }>,
  unanswered: Person | null,
  now: Date,
): Ending | null {
  if (found.kind === 'gone') return { kind: 'gone', at: now }
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

/** The user is still waiting: why the call did not get through. */
function reasonWhileWaiting(answer: ConfirmAnswer): FailureReason {
  switch (answer.kind) {
    case 'throttled':
    case 'not-sent':
      return { kind: 'throttled' }
    case 'unreachable':
      return { kind: 'unreachable' }
    case 'function-failed':
      return { kind: 'function-failed', message: answer.message }
    case 'unheard-of':
      return { kind: 'unheard-of', name: answer.name }
    case 'not-waiting':
      return { kind: 'not-allowed' }
    default:
      return { kind: 'no-answer' }
  }
}

/** Nobody could look: what an operator can mend comes first, then whether it was perhaps done. */
function reasonWithoutLook(answer: ConfirmAnswer, lookUp: FailureReason, unanswered: Person | null): FailureReason {
  if (lookUp.kind === 'forbidden' || lookUp.kind === 'credentials' || lookUp.kind === 'pool-missing') return lookUp
  return unanswered === null ? reasonWhileWaiting(answer) : { kind: 'uncertain' }
}
