// The form in which somebody approves several sign-ups at once.
import { type Sentence, untrusted } from './sentence.ts'

export const formTitle = 'Approve all?'
export const formCancel = 'Cancel'

export function formSubmit(count: number): string {
  return count === 1 ? 'Approve it' : `Approve all ${count}`
}

export function formIntroduction(count: number, poolName: string): Sentence {
  const who = count === 1 ? 'This sign-up' : `These ${count} sign-ups`
  return [
    who,
    ' will be able to sign in to ',
    untrusted(poolName, 100),
    '. Make sure that you know them all.',
  ]
}

/** In place of a form that nobody knows any more. */
export const formOutOfDate: Sentence = [
  '❌ Nothing was changed: this list is out of date. Close it, and press Approve all again.',
]
