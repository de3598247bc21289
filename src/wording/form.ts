// The form with which an approver approves several sign-ups at once.
import type { Pool } from '../domain/pool.ts'
import { onceEnough } from './approvals.ts'
import { type Sentence, untrusted } from './sentence.ts'

export const formTitle = 'Approve all?'
export const formCancel = 'Cancel'

export function formSubmit(count: number): string {
  return count === 1 ? 'Approve' : `Approve all ${count}`
}

export function formIntroduction(count: number, { name, requiredApprovals }: Pool): Sentence {
  const [who, make] =
    count === 1
      ? ['This person', 'Make sure that you know them.']
      : [`These ${count} people`, 'Make sure that you know all of them.']
  const once = onceEnough(requiredApprovals)
  return [who, ' will be able to sign in to ', untrusted(name, 100), `${once}. ${make}`]
}

/** Under a list that has no room for all. */
export function formLeavesOut(count: number): Sentence {
  const who = count === 1 ? '1 more person waits' : `${count} more people wait`
  return [`${who} in this message, for whom there is no room here. They are not approved by this form.`]
}

/** In place of a form that another store's message opened. */
export const formElsewhere: Sentence = [
  '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this list. Close it and press Approve all again: Slack may hand your click to that one.',
]

/** In place of a form that the store does not know. */
export const formOutOfDate: Sentence = [
  '❌ Nothing was changed: this list is out of date. Close it and press Approve all again.',
]
