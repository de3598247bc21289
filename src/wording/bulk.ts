// Bulk approvals: what their message says.

import type { BulkApproval, BulkEnd } from '../domain/bulk-approval.ts'
import type { ClickEnd } from '../domain/click.ts'
import { never } from '../shared/never.ts'
import { shortCounted } from './approvals.ts'
import { shortReason } from './failure.ts'
import { shortRefusal } from './refusal.ts'
import { joined, person, type Sentence, strong } from './sentence.ts'
import { calledBy } from './sign-up.ts'
import { shortUnchecked } from './unchecked.ts'

/** The progress; in the end, the result of each. */
export function bulkSentence({ by, asked, ended }: BulkApproval, hasRoomForNames: boolean): Sentence {
  const many = strong(asked === 1 ? '1 sign-up' : `${asked} sign-ups`)
  const asYet: Sentence = [many, ' to approve at once']
  if (ended.length < asked) {
    const what = by === null ? asYet : [person(by.userId), ` is approving ${asked}`]
    return ['⏳ ', ...what, `: ${ended.length} done.`]
  }
  const what = by === null ? asYet : [person(by.userId), ' approved ', many, ' at once']
  const confirmed = ended.filter(({ end }) => end.kind === 'confirmed').length
  const others = Map.groupBy(
    ended.filter(({ end }) => end.kind !== 'confirmed'),
    ({ end }) => shortEnd(end),
  )
  const counted = ended.filter(({ end }) => end.kind === 'counted').length
  const sign = confirmed + counted === asked ? '✅ ' : '⚠️ '
  const result: Sentence = [sign, ...what, `: ${confirmed} confirmed.`]
  const rest = [...others].flatMap(
    ([reason, ends]): Sentence => [
      ` ${ends.length} ${reason}`,
      ...(hasRoomForNames ? [': ', ...someOf(ends)] : []),
      '.',
    ],
  )
  const isToTry = ended.some(({ end }) => end.kind === 'failed' || end.kind === 'unchecked')
  return [...result, ...rest, ...(isToTry ? [' To try again, press Approve on those still waiting.'] : [])]
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

/** Why an approval did not confirm; follows a number. */
function shortEnd(end: ClickEnd): string {
  switch (end.kind) {
    case 'failed':
      return shortReason(end.reason, end.decision)
    case 'refused':
      return shortRefusal(end.because)
    case 'unchecked':
      return shortUnchecked(end.because)
    case 'expired':
      return 'not confirmed because the approval waited for more than 15 minutes'
    case 'not-taken':
      return 'not confirmed because Countersign could not be sure that the approval was saved'
    case 'counted':
      return shortCounted(end)
    case 'withdrawn':
    case 'nothing-to-withdraw':
    case 'looking':
    case 'stopped-looking':
    case 'was-not-looking':
    case 'late':
    case 'followed':
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
    case 'confirmed':
      return 'confirmed'
    default:
      return never(end)
  }
}
