// The ways back from a settled round: their dialogs, and what the next round's card says of the one before.
import type { SignUp } from '../domain/sign-up.ts'
import type { Origin } from '../domain/way-back.ts'
import { why } from './denial.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'
import { calledBy } from './sign-up.ts'

export const reopen = 'Reopen'

/** Slack accepts 300 characters of text in a dialog. */
export function reopenDialog(signUp: SignUp) {
  return {
    title: ['Reopen this sign-up?'] satisfies Sentence,
    text: [
      ...calledBy(signUp, 100, 'start'),
      ' will wait for a decision again, on a new card. If the denial disabled the account, it is enabled, but still can’t sign in.',
    ] satisfies Sentence,
    confirm: ['Reopen'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

/** Who opened the round, and what it is to take back. */
export function originSentence({ by, at, denied }: Origin): Sentence {
  const before: Sentence = ['It had been denied by ', person(denied.by.userId), ', ', time(denied.at), '.']
  return ['↩️ Reopened by ', person(by.userId), ', ', time(at), '. ', ...before, ...why(denied)]
}

/** The same where there is little room. */
export function originInShort({ by, denied }: Origin): Sentence {
  return ['↩️ Reopened by ', person(by.userId), '. Denied before: “', untrusted(denied.reason, 75), '”.']
}

/** On a card whose round was followed by another. */
export const isFollowed = ' A newer card shows what came after that.'

/** To whoever took something back after somebody else. */
export function followed(first: string | null, clicker: string): Sentence {
  if (first === clicker) return ['You did this already: a newer card shows this sign-up.']
  const who: Sentence = first === null ? ['Something else came first'] : [person(first), ' was first']
  return [...who, ': a newer card shows this sign-up. Your click changed nothing.']
}

/** To whoever took back what can't be taken back, or not any more. */
export const notOffered: Sentence = [
  '❌ Nothing was changed: this can’t be reopened as it is now. The sign-up’s newest card shows what can be done.',
]

/** To whoever reopened a sign-up. */
export const reopened: Sentence = ['↩️ Reopened. It waits for a decision again, on a new card.']
