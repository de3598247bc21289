// The form with which an approver approves one sign-up whom its card can't show in full.
import type { Pool } from '../domain/pool.ts'
import { onceEnough } from './approvals.ts'
import { type Sentence, untrusted } from './sentence.ts'

export const approvalTitle = 'Approve this sign-up?'
export const approvalSubmit = 'Approve'
export const approvalCancel = 'Cancel'

/** What an approval does. */
export function whatApprovalDoes({ name, requiredApprovals }: Pool): Sentence {
  const once = onceEnough(requiredApprovals)
  return ['They will be able to sign in to ', untrusted(name, 100), `${once}. Make sure that you know them.`]
}

/** In place of a form that the store does not know. */
export const approvalOutOfDate: Sentence = [
  '❌ Nothing was changed: this form is out of date. Close it and press Approve again.',
]

/** In place of a form that another store's message opened. */
export const approvalElsewhere: Sentence = [
  '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this form. Close it and press Approve again: Slack may hand your click to that one.',
]

/** Told if the form could not be opened. */
export const approvalUnopened: Sentence = [
  '⚠️ If no form opened, Slack was too slow or did not accept it: press Approve again. If that doesn’t help, use the user’s id (sub): /confirm-user ID',
]
