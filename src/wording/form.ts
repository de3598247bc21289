// The form with which an approver approves several sign-ups at once.
import { type Sentence, untrusted } from './sentence.ts'

export const formTitle = 'Approve all?'
export const formCancel = 'Cancel'

export function formSubmit(count: number): string {
  return count === 1 ? 'Approve' : `Approve all ${count}`
}

export function formIntroduction(count: number, poolName: string): Sentence {
  const [who, make] =
    count === 1
      ? ['This person', 'Make sure that you know them.']
      : [`These ${count} people`, 'Make sure that you know all of them.']
  return [who, ' will be able to sign in to ', untrusted(poolName, 100), `. ${make}`]
}

/** In place of a form that another store's message opened. */
export const formElsewhere: Sentence = [
  '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this list. Close it and press Approve all again: Slack may hand your click to that one.',
]

/** In place of a form that the store does not know. */
export const formOutOfDate: Sentence = [
  '❌ Nothing was changed: this list is out of date. Close it and press Approve all again.',
]
