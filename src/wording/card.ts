// Cards: what the whole channel reads.

import type { CardEntry } from '../domain/card-entry.ts'
import type { Decision } from '../domain/decision.ts'
import type { Pool } from '../domain/pool.ts'
import { type Failure, type Round, tallyOf } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { never } from '../shared/never.ts'
import { onceEnough, tallySentence, withOthers } from './approvals.ts'
import { cardTitle } from './card-title.ts'
import { endingInShort, endingSentence } from './ending.ts'
import { who } from './facts.ts'
import { failureInShort, failureSentence } from './failure.ts'
import { howRoundEnded } from './history.ts'
import { lookingSentence } from './looking.ts'
import { joined, person, type Sentence, untrusted } from './sentence.ts'
import { calledBy, namedBy, userNameOf } from './sign-up.ts'
import { stepsSaid } from './steps.ts'
import { endedBefore, followedBy, originInShort, originSentence } from './way-back.ts'

export const approve = 'Approve'
export const details = 'Details'

/** What a screen reader says of a button: what it does, and to whom. Slack accepts 75 characters. */
export function buttonLabel(what: string, signUp: SignUp): Sentence {
  return [`${what} `, ...namedBy(signUp, { name: 20, most: Math.min(40, 47 - what.length) }, 'inside')]
}

export function allLabel(what: 'Approve' | 'Deny', poolName: string): Sentence {
  return [`${what} all who wait in this message, pool `, untrusted(poolName, 30)]
}

const inProgress: { readonly [Made in Decision]: string } = {
  approve: '⏳ Confirming… Approved by ',
  deny: '⏳ Denying… Denied by ',
  reopen: '⏳ Reopening… Reopened by ',
  undo: '⏳ Undoing… Undone by ',
  'let-in': '⏳ Letting in again… Approved by ',
}

/** What a card says about its round, `short` where there is little room; null if there is nothing to say yet. */
export function cardStatus(round: Round, pool: Pool, style: 'long' | 'short' = 'long'): Sentence | null {
  const { state } = round
  const isShort = style === 'short'
  switch (state.kind) {
    case 'waiting':
      return waitingStatus(round, pool, style)
    case 'claimed':
      return claimStatus(state.claim)
    case 'settled': {
      // What was true then, and what there was to do, no longer is. What was disproved names the new card itself.
      if (round.isFollowed === true && state.ending.kind !== 'disproved')
        return [...howRoundEnded(state.ending), ...followedBy(state.ending.at)]
      const { steps } = round
      const ending = isShort ? endingInShort(state.ending, steps) : endingSentence(state.ending, steps)
      const said = [[...ending, ...(isShort ? [] : endedBefore(round))], ...stepsSaid(round, style)]
      return joined(said, isShort ? ' ' : '\n')
    }
    default:
      return never(state)
  }
}

type Claim = Extract<Round['state'], { kind: 'claimed' }>['claim']

function claimStatus({ decision, by, tally }: Claim): Sentence {
  const approvers = decision === 'approve' ? tally?.given.map((approval) => approval.by) : undefined
  return [inProgress[decision], person(by.userId), ...withOthers(approvers, by), '.']
}

function waitingStatus({ origin, state }: Round, { requiredApprovals }: Pool, style: 'long' | 'short') {
  const failure = state.kind === 'waiting' ? state.failure : null
  const looking = state.kind === 'waiting' ? state.looking : undefined
  const said = [
    beforeCounting(origin, failure, style === 'short'),
    tallySentence(tallyOf(state), requiredApprovals, style),
    looking === undefined ? null : lookingSentence(looking, style),
  ].filter((sentence) => sentence !== null)
  return said.length === 0 ? null : joined(said, '\n')
}

function beforeCounting(origin: Round['origin'], failure: Failure | null, isShort: boolean): Sentence | null {
  const failed = failure === null ? null : isShort ? failureInShort(failure) : failureSentence(failure)
  if (origin == null || (isShort && failed !== null)) return failed
  const from = isShort ? originInShort(origin) : originSentence(origin)
  return failed === null ? from : [...from, ' ', ...failed]
}

/** All that is left of a card once it is decided: who, in which pool, and how it ended. */
export function decided(
  { signUp, round }: CardEntry,
  pool: Pool,
  style: 'long' | 'short' = 'long',
): Sentence {
  const whose: Sentence = [...who(signUp, pool, style), ' · pool ', untrusted(pool.name, 100)]
  return joined([whose, cardStatus(round, pool, style) ?? []], '\n')
}

/** The same on a shared card, which names its pool above. */
export function decidedInLine({ signUp, round }: CardEntry, pool: Pool, style: 'long' | 'short'): Sentence {
  return [...who(signUp, pool, 'short'), ': ', ...(cardStatus(round, pool, style) ?? [])]
}

/** For notifications and screen readers: who, in which pool, and how it ended. */
export function cardSummary({ signUp, round }: CardEntry, pool: Pool): Sentence {
  const status = cardStatus(round, pool)
  const title = cardTitle(round, pool)
  return [
    ...namedBy(signUp, { name: 100, most: 300 }, 'start'),
    ' in ',
    untrusted(pool.name, 100),
    `: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`,
    ...(status === null ? [] : [' ', ...status]),
  ]
}

/** More than Cognito keeps of any text, however it is written. */
const uncut = 100_000

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

export function sharedOrigin(poolName: string, isAnyOpen: boolean): Sentence {
  return ['In pool ', untrusted(poolName, 100), isAnyOpen ? '. Each is decided separately.' : '.']
}

/** For notifications and screen readers: how many, and who. */
export function sharedSummary(entries: readonly CardEntry[], poolName: string): Sentence {
  const people = entries.map(({ signUp }) => calledBy(signUp, 100, 'inside'))
  return [sharedTitle(entries), ' in ', untrusted(poolName, 100), ': ', ...joined(people, ', '), '.']
}

/** The dialog that asks for confirmation. It says who it is in full, or it must not be shown. */
export function approveDialog(signUp: SignUp, { name: poolName, requiredApprovals }: Pool) {
  const userName = userNameOf(signUp, uncut)
  return {
    title: ['Approve this sign-up?'] satisfies Sentence,
    text: [
      ...calledBy(signUp, uncut, 'start'),
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
