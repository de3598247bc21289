// The form with which an approver denies one sign-up, and how a denial ended.
import type { Denied, Fate } from '../domain/decision.ts'
import type { Visibility } from '../domain/visibility.ts'
import { person, type Sentence, time, untrusted } from './sentence.ts'

export const deny = 'Deny…'

export const denialTitle = 'Deny this sign-up?'
export const denialSubmit = 'Deny'
export const denialCancel = 'Cancel'
export const reasonLabel = 'Reason'
export const noteLabel = 'Note'

export function noteHint(visibility: Visibility): string {
  const read = visibility === 'full' ? 'the reason and the note' : 'the reason, but not the note'
  return `Everybody in the channel can read ${read}. The user is told neither.`
}

/** What a denial does to the account. */
export function whatHappens(onDeny: Fate, isNamedByEmail: boolean): Sentence {
  if (onDeny === 'keep-disabled')
    return ['The account stays disabled in Cognito, and they can’t sign in. Nothing is changed there.']
  if (onDeny === 'keep')
    return ['The account stays in Cognito as it is: unconfirmed, so they can’t sign in. No new card follows.']
  const takenBack = 'Reopen, on the denied card, takes that back.'
  if (!isNamedByEmail) return [`The account is disabled in Cognito, and they can’t sign in. ${takenBack}`]
  return [
    `The account is disabled in Cognito, and they can’t sign in. ⚠️ If people sign in to this pool by e-mail, that also blocks this address for its true owner. ${takenBack}`,
  ]
}

/** The same of several who are denied at once. */
export const blocksTrueOwners: Sentence = [
  ' ⚠️ If people sign in to this pool by e-mail, that also blocks these addresses for their true owners.',
]

/** In place of a form that the store does not know. */
export const denialOutOfDate: Sentence = [
  '❌ Nothing was changed: this form is out of date. Close it and press Deny… again.',
]

/** In place of a form that another store's message opened. */
export const denialElsewhere: Sentence = [
  '❌ Nothing was changed: another Countersign, which uses the same Slack app, answers for this form. Close it and press Deny… again: Slack may hand your click to that one.',
]

/** Told if the form could not be opened. */
export const denialUnopened: Sentence = [
  '⚠️ If no form opened, Slack was too slow or did not accept it: press Deny… again. If that doesn’t help, ask an operator to disable the user in Cognito.',
]

/** Who denied, why, and what was done. */
export function deniedSentence(denied: Denied): Sentence {
  return [...whoDenied(denied), ...why(denied), ' ', whatWasDone(denied)]
}

/** The same where there is little room. */
export function deniedInShort(denied: Denied): Sentence {
  return [...whoDenied(denied), ' “', untrusted(denied.reason, 75), '”. ', inShort(denied)]
}

function whoDenied({ by, at, account }: Denied): Sentence {
  if (account.kind === 'disabled' && account.certainty === 'probable')
    return [
      '🚫 Disabled, noticed ',
      time(at),
      '. It was probably ',
      person(by.userId),
      '’s denial, which got no answer.',
    ]
  return ['🚫 Denied by ', person(by.userId), ', ', time(at), '.']
}

/** The reason and the note. */
export function why({ reason, note }: Denied): Sentence {
  const because: Sentence = [' Reason: “', untrusted(reason, 75), '”.']
  return note === null ? because : [...because, ' Note: “', untrusted(note, 700), '”.']
}

function whatWasDone({ account }: Denied): string {
  if (account.kind === 'kept')
    return 'The account was left as it was: unconfirmed, so they can’t sign in. To decide again, reopen the sign-up.'
  if (account.kind === 'kept-disabled') return 'The account stays disabled, so they can’t sign in.'
  if (account.status === 'UNCONFIRMED')
    return 'The account is disabled, so they can’t sign in. To decide again, reopen the sign-up.'
  if (account.status === null)
    return 'Cognito accepted that the account be disabled, but Countersign could not see it afterwards. Ask an operator to look this user up in Cognito.'
  if (account.status !== 'CONFIRMED')
    return '⚠️ The account is disabled, but it was no longer waiting. Ask an operator to look this user up in Cognito.'
  return '⚠️ But the user was confirmed just then, and the account is disabled now. If they should have access, let them in again.'
}

function inShort({ account }: Denied): string {
  if (account.kind === 'kept') return 'Left unconfirmed.'
  if (account.kind === 'kept-disabled') return 'Account left disabled.'
  if (account.status === 'UNCONFIRMED') return 'Account disabled.'
  if (account.status === null) return 'Disabled, but not seen to be: check in Cognito.'
  return '⚠️ No longer waiting just then, and disabled now.'
}
