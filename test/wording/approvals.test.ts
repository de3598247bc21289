// Several approvals, as people read them.
import { describe, expect, it } from 'vitest'
import type { Tally } from '../../src/domain/approvals.ts'
import type { ClickEnd } from '../../src/domain/click.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { bulkSentence } from '../../src/wording/bulk.ts'
import { approveDialog, cardStatus } from '../../src/wording/card.ts'
import { cardTitle } from '../../src/wording/card-title.ts'
import { endingSentence } from '../../src/wording/ending.ts'
import { privateAnswer } from '../../src/wording/private-answer.ts'
import {
  ada,
  at,
  bob,
  confirmed,
  droppedBecauses,
  failure,
  grace,
  pool,
  roundOf,
} from '../slack/draw/everything.ts'

const three = { ...pool, requiredApprovals: 3 }
const words = (sentence: Parameters<typeof plainText>[0] | null) => plainText(sentence ?? [], 1000)
const byAda = { by: ada, clickId: 'click-1', at }
const byBob = { by: bob, clickId: 'click-2', at }
const tally = (...given: Tally['given']): Tally => ({ given, dropped: null })
const waiting = (one: Tally) => roundOf({ kind: 'waiting', failure: null, tally: one })

describe('a card', () => {
  it('says who has approved, when, and how many are missing', () => {
    expect(cardTitle(waiting(tally(byAda)), three)).toBe('Sign-up waiting for 2 more approvals')
    expect(words(cardStatus(waiting(tally(byAda)), three))).toBe(
      '👍 1 of 3 approvals: U0ADA (2026-05-01 12:00 UTC). 2 more are needed, from others. Each counts for 7 days.',
    )
    expect(cardTitle(waiting(tally(byAda, byBob)), three)).toBe('Sign-up waiting for 1 more approval')
    expect(words(cardStatus(waiting(tally(byAda, byBob)), three, 'short'))).toBe(
      '👍 2 of 3 approvals: U0ADA, U0BOB.',
    )
  })

  it('says what to do where there are enough, beside what went wrong', () => {
    const state = { kind: 'waiting', failure: failure({ kind: 'throttled' }), tally: tally(byAda) } as const
    expect(cardTitle(roundOf(state), pool)).toBe('Sign-up still waiting')
    const said = words(cardStatus(roundOf(state), pool))
    expect(said).toMatch(/^❌ Not confirmed: .*\n👍 Approved by U0ADA .*To carry that out, press Approve\.$/u)
  })

  it.each(droppedBecauses)('says whose approval no longer counts: %s', (because) => {
    const dropped = { all: [{ by: bob, because }], at }
    const said = words(cardStatus(waiting({ given: [byAda], dropped }), three))
    expect(said).toMatch(
      /1 of 3 approvals: U0ADA .*↩️ No longer counted: U0BOB’s \(.+\), 2026-05-01 12:00 UTC\.$/u,
    )
    const none = waiting({ given: [], dropped })
    expect(cardTitle(none, three)).toBe('New sign-up')
    expect(words(cardStatus(none, three, 'short'))).toBe(
      '↩️ No longer counted: U0BOB’s, 2026-05-01 12:00 UTC.',
    )
  })

  it('names everybody while it is carried out, and in the end', () => {
    const claim = { clickId: 'click-2', decision: 'approve', by: bob, holder: 'process 1' } as const
    const claimed = { ...claim, fence: 1, since: at, until: at, tally: tally(byAda, byBob) }
    expect(words(cardStatus(roundOf({ kind: 'claimed', claim: claimed }), three))).toBe(
      '⏳ Confirming… Approved by U0BOB (with U0ADA).',
    )
    const denied = { ...claimed, decision: 'deny' } as const
    expect(words(cardStatus(roundOf({ kind: 'claimed', claim: denied }), three))).toBe(
      '⏳ Denying… Denied by U0BOB.',
    )
    expect(words(endingSentence({ ...confirmed, approvers: [bob, ada] }))).toBe(
      '✅ Approved by U0ADA (with U0BOB), 2026-05-01 12:00 UTC. They can sign in now.',
    )
  })
})

it('the dialog says that it takes several', () => {
  expect(words(approveDialog(grace(), three).text)).toContain('once 3 people have approved.')
  expect(words(approveDialog(grace(), pool).text)).not.toContain('once')
})

describe('whoever approved is told', () => {
  const counted = (change: Partial<Extract<ClickEnd, { kind: 'counted' }>> = {}) => {
    const end: ClickEnd = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [], ...change }
    return words(privateAnswer(end, ada.userId, null, 'Customers'))
  }

  it('how many are missing', () => {
    expect(counted()).toBe('👍 Your approval counts: 1 of 2. 1 more is needed, from somebody else.')
  })

  it('that theirs counts already, or that of another account with their address', () => {
    expect(counted({ already: ada })).toMatch(/^👍 Your approval counts already: 1 of 2\./u)
    expect(counted({ already: bob })).toMatch(/^👍 U0BOB, who has your e-mail address, has approved already/u)
  })

  it('whose no longer counts', () => {
    expect(counted({ dropped: [{ by: bob, because: 'lost-right' }] })).toMatch(
      /^↩️ No longer counted: U0BOB’s \(they may no longer decide about this sign-up\)\. 👍 Your approval counts: 1 of 2/u,
    )
  })

  it('whom Slack did not say anything about', () => {
    const end: ClickEnd = { kind: 'unchecked', because: { kind: 'no-answer' }, of: bob }
    expect(words(privateAnswer(end, ada.userId, null, 'Customers'))).toContain(
      'whether U0BOB, who has approved',
    )
  })
})

it('a message that many share counts what waits for one more', () => {
  const end: ClickEnd = { kind: 'counted', have: 1, needed: 2, already: null, dropped: [] }
  const ended = [1, 2, 3].map(() => ({ signUp: grace(), end }))
  const bulk = { id: 'bulk', decision: 'approve', by: ada, asked: 3, ended } as const
  expect(words(bulkSentence(bulk, false))).toBe(
    '✅ U0ADA approved 3 sign-ups at once: 0 confirmed. 3 counted, waiting for one more approval.',
  )
})
