import { describe, expect, it } from 'vitest'
import type { Decision } from '../../src/domain/decision.ts'
import { type FailureReason, failureMeanings } from '../../src/domain/failure.ts'
import { plainText } from '../../src/slack/draw/render-sentence.ts'
import { reasonSentence, shortReason } from '../../src/wording/failure.ts'
import { reasons } from '../slack/draw/everything.ts'

const sentence = (reason: FailureReason, decision: Decision = 'approve') =>
  plainText(reasonSentence({ decision, reason }, 'REQUEST'), 2000)
const meaning = ({ kind }: FailureReason) => failureMeanings[kind]

describe('every reason', () => {
  it.each(reasons)('has a sentence and a short form that say the same of the user: $kind', (reason) => {
    const isUndone = meaning(reason).outcome === 'not-done'
    expect(sentence(reason)).toMatch(isUndone ? /^❌ Not confirmed: / : /^❌ May already be confirmed: /)
    expect(shortReason(reason, 'approve')).toMatch(
      isUndone ? /^not confirmed because / : /^may already be confirmed, /,
    )
  })

  it.each(reasons.filter((reason) => meaning(reason).actor === 'operator'))(
    'sends whoever reads it to an operator, where it is theirs to act: $kind',
    (reason) => {
      expect(sentence(reason)).toMatch(/[Aa]sk an operator to /)
    },
  )

  it.each(reasons.filter((reason) => meaning(reason).actor !== 'operator'))(
    'bothers no operator, where it is not: $kind',
    (reason) => {
      expect(sentence(reason)).not.toContain('operator')
    },
  )

  it.each(reasons.filter((reason) => meaning(reason).outcome === 'may-be-done'))(
    'is not called undone, and says so where pressing again is safe: $kind',
    (reason) => {
      const isSafe = meaning(reason).actor === 'approver'
      expect(sentence(reason).includes('It’s safe to press Approve again.')).toBe(isSafe)
    },
  )
})

it.each(reasons)(
  'says of a denial that it was denied, and never sends anybody to Approve: $kind',
  (reason) => {
    const isUndone = meaning(reason).outcome === 'not-done'
    expect(sentence(reason, 'deny')).toMatch(isUndone ? /^❌ Not denied: / : /^❌ May already be denied: /)
    expect(sentence(reason, 'deny')).not.toMatch(/Approve|approval/)
    expect(shortReason(reason, 'deny')).toContain(isUndone ? 'not denied' : 'may already be denied')
  },
)

it('says when to try again, where that takes a while', () => {
  expect(sentence({ kind: 'throttled' })).toBe(
    '❌ Not confirmed: Cognito was too busy. Press Approve again in a minute.',
  )
  expect(sentence({ kind: 'capped', name: 'LimitExceededException' })).toContain('Wait an hour, then press')
})
