// Cards: what the whole channel reads.

import type { CardEntry } from '../domain/card-entry.ts'
import type { Pool } from '../domain/pool.ts'
import { type Round, tallyOf } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { howManyMissing, onceEnough, tallySentence, titleWhileCounting, withOthers } from './approvals.ts'
import { endingInShort, endingSentence } from './ending.ts'
import { failureInShort, failureSentence } from './failure.ts'
import { joined, person, type Sentence, untrusted } from './sentence.ts'
import { calledBy, userNameOf } from './sign-up.ts'

export const approve = 'Approve'
export const approveAll = 'Approve all…'

export function cardTitle({ state }: Round, { requiredApprovals }: Pool): string {
  if (state.kind === 'waiting') {
    const missing = howManyMissing(state.tally, requiredApprovals)
    if (missing !== null && missing > 0) return titleWhileCounting(missing)
    return state.failure === null && missing === null ? 'New sign-up' : 'Sign-up still waiting'
  }
  if (state.kind === 'claimed')
    return state.claim.decision === 'deny' ? 'Denying sign-up' : 'Confirming sign-up'
  if (state.ending.kind === 'disproved') return 'Sign-up not confirmed'
  if (state.ending.kind === 'denied') return 'Sign-up denied'
  return state.ending.kind === 'confirmed' ? 'Sign-up confirmed' : 'Sign-up no longer waiting'
}

/** What a card says about its round, `short` where there is little room; null if there is nothing to say yet. */
export function cardStatus(
  { state }: Round,
  { requiredApprovals }: Pool,
  style: 'long' | 'short' = 'long',
): Sentence | null {
  if (state.kind === 'claimed') {
    const { decision, by, tally } = state.claim
    if (decision === 'deny') return ['⏳ Denying… Denied by ', person(by.userId), '.']
    const others = withOthers(
      tally?.given.map((approval) => approval.by),
      by,
    )
    return ['⏳ Confirming… Approved by ', person(by.userId), ...others, '.']
  }
  const isShort = style === 'short'
  if (state.kind === 'settled') return isShort ? endingInShort(state.ending) : endingSentence(state.ending)
  const { failure } = state
  const said = [
    failure === null ? null : isShort ? failureInShort(failure) : failureSentence(failure),
    tallySentence(tallyOf(state), requiredApprovals, style),
  ].filter((sentence) => sentence !== null)
  return said.length === 0 ? null : joined(said, '\n')
}

/** For notifications and screen readers: who, in which pool, and how it ended. */
export function cardSummary({ signUp, round }: CardEntry, pool: Pool): Sentence {
  const status = cardStatus(round, pool)
  const ending: Sentence = status === null ? ['.'] : ['. ', ...status]
  return [
    cardTitle(round, pool),
    ' in ',
    untrusted(pool.name, 100),
    ': ',
    ...calledBy(signUp, 300, 'inside'),
    ...ending,
  ]
}

/** The title over several sign-ups. */
export function sharedTitle(entries: readonly CardEntry[]): string {
  const count = (kind: Round['state']['kind']) =>
    entries.filter(({ round }) => round.state.kind === kind).length
  const all = entries.length
  const [waiting, claimed] = [count('waiting'), count('claimed')]
  if (waiting === all) return `${all} new sign-ups`
  if (waiting > 0) return `${all} sign-ups, ${waiting} waiting`
  return claimed > 0 ? `${all} sign-ups, ${claimed} being decided` : `${all} sign-ups, all decided`
}

export function sharedOrigin(poolName: string): Sentence {
  return ['In pool ', untrusted(poolName, 100), '. Each is decided separately.']
}

/** For notifications and screen readers: how many, and who. */
export function sharedSummary(entries: readonly CardEntry[], poolName: string): Sentence {
  const people = entries.map(({ signUp }) => calledBy(signUp, 100, 'inside'))
  return [sharedTitle(entries), ' in ', untrusted(poolName, 100), ': ', ...joined(people, ', '), '.']
}

/** The dialog that asks for confirmation. Slack accepts 300 characters of text there, which these always fit into. */
export function approveDialog(signUp: SignUp, { name: poolName, requiredApprovals }: Pool) {
  const userName = userNameOf(signUp, 75)
  return {
    title: ['Approve this sign-up?'] satisfies Sentence,
    text: [
      ...calledBy(signUp, 100, 'start'),
      ...(userName === null ? [] : [' (', ...userName, ')']),
      ' will be able to sign in to ',
      untrusted(poolName, 50),
      `${onceEnough(requiredApprovals)}.`,
    ] satisfies Sentence,
    confirm: ['Approve'] satisfies Sentence,
    deny: ['Cancel'] satisfies Sentence,
  }
}

/** In place of the button, on both cards, while one sign-up imitates another. */
export const imitationWarning: Sentence = [
  '⚠️ Another sign-up has this one’s id as its user name, or the other way round. Cognito could mistake one for the other, so neither can be approved here. Ask an operator to delete the impostor in Cognito.',
]

/** The same on a shared card. */
export const imitationWarningShort: Sentence = [
  '⚠️ Can’t be approved here: another sign-up has this one’s id as its user name, or the other way round.',
]

/** On a card that Slack refused as it was. */
export function plainestForm(sub: string): Sentence {
  return [
    '⚠️ Slack refused this card as it was, so it shows plain letters only. To see all, ask an operator to look this user up in Cognito: ',
    untrusted(sub, 60),
    '.',
  ]
}

/** On a stray. */
export const strayCard: Sentence = [
  'This card is out of date, so nothing can be decided here any more. If a sign-up is still waiting, a newer card shows it.',
]
