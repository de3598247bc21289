// Bulk decisions: what their message says.

import type { BulkDecision, BulkEnd } from '../domain/bulk-decision.ts'
import type { ClickEnd } from '../domain/click.ts'
import type { ManyDecision } from '../domain/list-source.ts'
import { never } from '../shared/never.ts'
import { shortCounted } from './approvals.ts'
import { shortReason } from './failure.ts'
import { shortRefusal } from './refusal.ts'
import { joined, person, type Sentence, strong } from './sentence.ts'
import { calledBy } from './sign-up.ts'
import { shortUnchecked } from './unchecked.ts'

/** The words for each kind of decision. */
const words: {
  readonly [Decided in ManyDecision]: {
    readonly toDo: string
    readonly doing: string
    readonly did: string
    /** What becomes of each if all goes well: also the kind of the click's end. */
    readonly done: 'confirmed' | 'denied'
    readonly noun: string
    readonly again: string
  }
} = {
  approve: {
    toDo: 'to approve',
    doing: 'approving',
    did: 'approved',
    done: 'confirmed',
    noun: 'approval',
    again: 'press Approve on those still waiting',
  },
  deny: {
    toDo: 'to deny',
    doing: 'denying',
    did: 'denied',
    done: 'denied',
    noun: 'denial',
    again: 'open the list again, or Details of those still waiting',
  },
}

/** The progress; in the end, the result of each. */
export function bulkSentence(bulk: BulkDecision, hasRoomForNames: boolean): Sentence {
  const { decision, by, asked, ended } = bulk
  const { toDo, doing, did, done, again } = words[decision]
  const many = strong(asked === 1 ? '1 sign-up' : `${asked} sign-ups`)
  const asYet: Sentence = [many, ` ${toDo} at once`]
  if (ended.length < asked) {
    const what = by === null ? asYet : [person(by.userId), ` is ${doing} ${asked}`]
    return ['⏳ ', ...what, `: ${ended.length} done.`]
  }
  const what = by === null ? asYet : [person(by.userId), ` ${did} `, many, ' at once']
  const successes = ended.filter(({ end }) => end.kind === done).length
  const others = Map.groupBy(
    ended.filter(({ end }) => end.kind !== done),
    ({ end }) => shortEnd(end, decision),
  )
  const counted = ended.filter(({ end }) => end.kind === 'counted').length
  const sign = successes + counted === asked ? '✅ ' : '⚠️ '
  const result: Sentence = [sign, ...what, `: ${successes} ${done}.`]
  const rest = [...others].flatMap(
    ([reason, ends]): Sentence => [
      ` ${ends.length} ${reason}`,
      ...(hasRoomForNames ? [': ', ...someOf(ends)] : []),
      '.',
    ],
  )
  const isToTry = ended.some(({ end }) => end.kind === 'failed' || end.kind === 'unchecked')
  return [...result, ...rest, ...(isToTry ? [` To try again, ${again}.`] : [])]
}

/** More would not be read. */
const mostNamed = 5

function someOf(ends: readonly BulkEnd[]): Sentence {
  const named = ends
    .slice(0, mostNamed)
    .map(({ signUp }): Sentence => (signUp === null ? ['unknown'] : calledBy(signUp, 100, 'inside')))
  const rest = ends.length - mostNamed
  return [...joined(named, ', '), rest > 0 ? ` and ${rest} more` : '']
}

/** Why it did not go through; follows a number. */
function shortEnd(end: ClickEnd, decision: ManyDecision): string {
  const { done, noun } = words[decision]
  switch (end.kind) {
    case 'failed':
      return shortReason(end.reason, end.decision)
    case 'refused':
      return shortRefusal(end.because)
    case 'unchecked':
      return shortUnchecked(end.because)
    case 'expired':
      return `not ${done} because the ${noun} waited for more than 15 minutes`
    case 'not-taken':
      return `not ${done} because Countersign could not be sure that the ${noun} was saved`
    case 'counted':
      return shortCounted(end)
    case 'withdrawn':
    case 'nothing-to-withdraw':
    case 'looking':
    case 'stopped-looking':
    case 'was-not-looking':
    case 'late':
    case 'followed':
    case 'confirmed':
    case 'denied':
    case 'reopened':
    case 'undone':
    case 'trying-again':
    case 'nothing-to-try':
    case 'not-offered':
    case 'overtaken':
    case 'superseded':
    case 'unknown-round':
    case 'other-store':
    case 'answered':
      return 'left out because something else came first'
    default:
      return never(end)
  }
}
