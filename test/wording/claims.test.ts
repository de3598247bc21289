// The harness judges what cards claim by their words: a claim that it no longer recognised would go unjudged.
import { expect, it } from 'vitest'
import { failureMeanings } from '../../src/domain/failure.ts'
import type { RoundState } from '../../src/domain/round.ts'
import { fallbackText } from '../../src/slack/draw/render-sentence.ts'
import { cardStatus } from '../../src/wording/card.ts'
import { privateAnswer } from '../../src/wording/private-answer.ts'
import { claimsIn } from '../harness/verdicts/claims.ts'
import { ada, at, confirmed, failure, reasons, roundOf } from '../slack/draw/everything.ts'
import { testPool } from '../support/pool.ts'

const claimsOf = (state: RoundState) => claimsIn(fallbackText(cardStatus(roundOf(state), testPool()) ?? []))

it.each([
  ['approved', confirmed],
  ['probably', { ...confirmed, certainty: 'probable', functionError: 'no seat left' }],
  ['probably', { ...confirmed, certainty: 'probable' }],
] as const)('a card claims that somebody %s it', (kind, ending) => {
  expect(claimsOf({ kind: 'settled', ending })).toMatchObject([{ kind, by: ada.userId }])
})

it.each([
  ['elsewhere', { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at }],
  ['other', { kind: 'confirmed-elsewhere', status: 'RESET_REQUIRED', at }],
  ['disabled', { kind: 'disabled', at }],
  ['gone', { kind: 'gone', at }],
] as const)('a card claims what was done outside: %s', (kind, ending) => {
  expect(claimsOf({ kind: 'settled', ending })).toMatchObject([{ kind }])
})

it.each(reasons)('a card claims whose approval did not go through: $kind', (reason) => {
  const isUndone = failureMeanings[reason.kind].outcome === 'not-done'
  expect(claimsOf({ kind: 'waiting', failure: failure(reason) })).toMatchObject([
    { kind: isUndone ? 'not-confirmed' : 'perhaps', by: ada.userId },
  ])
})

it('a card claims that an approval is being carried out', () => {
  const claim = {
    clickId: 'click-1',
    decision: 'approve' as const,
    by: ada,
    holder: 'process 1',
    fence: 1,
    since: at,
    until: at,
  }
  expect(claimsOf({ kind: 'claimed', claim })).toMatchObject([{ kind: 'confirming', by: ada.userId }])
})

it('an answer to who came second claims who was first', () => {
  const told = privateAnswer({ kind: 'late', first: ada, ending: confirmed }, 'U0BOB', null, null)
  expect(claimsIn(fallbackText(told))).toMatchObject([{ kind: 'first', by: ada.userId }])
})
