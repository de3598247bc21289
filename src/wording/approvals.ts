// Several approvals of one sign-up: how many there are, how many are missing, and why one no longer counts.
import type { Dropped, DroppedBecause, Tally } from '../domain/approvals.ts'
import type { ClickEnd } from '../domain/click.ts'
import type { Person } from '../domain/person.ts'
import { joined, person, type Sentence, time } from './sentence.ts'

export const withdraw = 'Withdraw'

/** What a screen reader says of that button, before whom it is about. */
export const withdrawal = 'Withdraw your approval of'

/** Null if none counts; 0 if there are enough. */
export function howManyMissing(tally: Tally | undefined, required: number): number | null {
  const have = tally?.given.length ?? 0
  return have === 0 ? null : Math.max(0, required - have)
}

export function titleWhileCounting(missing: number): string {
  return `Sign-up waiting for ${missing === 1 ? '1 more approval' : `${missing} more approvals`}`
}

/** What a card says of them, `short` where there is little room. Null if there is nothing to say. */
export function tallySentence(
  tally: Tally | undefined,
  required: number,
  style: 'long' | 'short',
): Sentence | null {
  if (tally === undefined) return null
  const { given, dropped } = tally
  const missing = howManyMissing(tally, required)
  const counted: Sentence = missing === null ? [] : givenSentence(given, required, missing, style)
  const left: Sentence = dropped === null ? [] : droppedSentence(dropped.all, dropped.at, style)
  const all = [counted, left].filter(({ length }) => length > 0)
  return all.length === 0 ? null : joined(all, ' ')
}

function givenSentence(
  given: Tally['given'],
  required: number,
  missing: number,
  style: 'long' | 'short',
): Sentence {
  const isShort = style === 'short'
  const who = given.map(({ by, at }): Sentence => {
    return isShort ? [person(by.userId)] : [person(by.userId), ' (', time(at), ')']
  })
  const names = joined(who, ', ')
  if (missing === 0) return ['👍 Approved by ', ...names, '. To carry that out, press Approve.']
  const count = `👍 ${given.length} of ${required} approvals: `
  return isShort
    ? [count, ...names, '.']
    : [count, ...names, `. ${stillMissing(missing)} Each counts for 7 days.`]
}

function stillMissing(missing: number): string {
  return missing === 1 ? '1 more is needed, from somebody else.' : `${missing} more are needed, from others.`
}

const reasons: { readonly [Because in DroppedBecause]: string } = {
  withdrawn: 'withdrawn',
  'lost-right': 'they may no longer decide about this sign-up',
  'same-person': 'another approval comes from the same e-mail address',
  lapsed: 'it was given more than 7 days ago',
  'facts-changed': 'what the card shows has changed since: look again, then press Approve',
}

/** Whose approvals no longer count, and why if there is room. */
export function droppedSentence(all: readonly Dropped[], at: Date | null, style: 'long' | 'short'): Sentence {
  const who = all.map(({ by, because }): Sentence => {
    return [person(by.userId), '’s', ...(style === 'short' ? [] : [` (${reasons[because]})`])]
  })
  return ['↩️ No longer counted: ', ...joined(who, ', '), ...(at === null ? [] : [', ', time(at)]), '.']
}

type Counted = Extract<ClickEnd, { kind: 'counted' }>

/** What whoever approved reads. */
export function countedSentence({ have, needed, already, dropped }: Counted, clicker: string): Sentence {
  const gone: Sentence = dropped.length === 0 ? [] : [...droppedSentence(dropped, null, 'long'), ' ']
  const total = `${have} of ${needed}. ${stillMissing(Math.max(1, needed - have))}`
  return [...gone, ...whatCounts(already, clicker), total]
}

function whatCounts(already: Person | null, clicker: string): Sentence {
  if (already === null) return ['👍 Your approval counts: ']
  if (already.userId === clicker) return ['👍 Your approval counts already: ']
  return ['👍 ', person(already.userId), ', who has your e-mail address, has approved already: ']
}

/** The same after a number, as in "2 counted, …". */
export function shortCounted({ have, needed }: Counted): string {
  const missing = Math.max(1, needed - have)
  return `counted, waiting for ${missing === 1 ? 'one more approval' : `${missing} more approvals`}`
}

export const withdrawn: Sentence = ['↩️ You withdrew your approval, so it no longer counts.']

export const nothingToWithdraw: Sentence = [
  '❌ Nothing was changed: no approval of yours counts here, so there is none to withdraw.',
]

/** Follows the name of whoever decided last. */
export function withOthers(approvers: readonly Person[] | undefined, last: Person): Sentence {
  const others = (approvers ?? []).filter(({ userId }) => userId !== last.userId)
  if (others.length === 0) return []
  return [
    ' (with ',
    ...joined(
      others.map(({ userId }) => [person(userId)]),
      ', ',
    ),
    ')',
  ]
}

/** In a dialog or form, after what an approval gives. */
export function onceEnough(required: number): string {
  return required === 1 ? '' : ` once ${required} people have approved`
}
