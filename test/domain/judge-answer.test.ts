import { describe, expect, it } from 'vitest'
import type { ConfirmAnswer, LookUp } from '../../src/domain/attempt.ts'
import { judgeAnswer, judgeGone } from '../../src/domain/judge-answer.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const requestId = 'aws 1'
const alone = { by: bob, unanswered: null, now }
/** Ada made a call before, and nobody knows what became of it. */
const afterAda = { by: bob, unanswered: ada, now }

const functionFailed: ConfirmAnswer = {
  kind: 'function-failed',
  name: 'UserLambdaValidationException',
  message: 'no seat left',
  requestId,
}

const unknown = { kind: 'gone', requestId } as const

describe('after one call of AdminConfirmSignUp', () => {
  it('a plain yes is this approver’s doing, whoever tried before', () => {
    const ending = { kind: 'confirmed', by: bob, at: now, certainty: 'answered', functionError: null }
    const step = { kind: 'settle', ending }
    expect(judgeAnswer({ kind: 'confirmed', requestId }, alone)).toEqual(step)
    expect(judgeAnswer({ kind: 'confirmed', requestId }, afterAda)).toEqual(step)
  })

  it('a user who is confirmed already was confirmed elsewhere, where none of our calls is unexplained', () => {
    expect(judgeAnswer({ kind: 'already-confirmed', requestId }, alone)).toEqual({
      kind: 'settle',
      ending: { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: now },
    })
  })

  it('a user who is confirmed already was probably confirmed by the call that got no answer', () => {
    expect(judgeAnswer({ kind: 'already-confirmed', requestId }, afterAda)).toEqual({
      kind: 'settle',
      ending: { kind: 'confirmed', by: ada, at: now, certainty: 'probable', functionError: null },
    })
  })

  it('a user whom Cognito claims not to know is not called deleted before the list was asked', () => {
    expect(judgeAnswer(unknown, afterAda)).toEqual({ kind: 'ask-list' })
    expect(judgeAnswer(unknown, alone)).toEqual({ kind: 'ask-list' })
  })

  it.each<ConfirmAnswer>([
    { kind: 'throttled', requestId },
    { kind: 'unreachable', requestId },
    { kind: 'no-answer', name: 'TimeoutError', requestId: null },
  ])('$kind is tried again', (answer) => {
    expect(judgeAnswer(answer, alone)).toEqual({ kind: 'retry' })
  })

  it.each<ConfirmAnswer>([
    { kind: 'not-waiting', requestId },
    functionFailed,
    { kind: 'unheard-of', name: 'NewException', requestId },
    { kind: 'not-sent' },
  ])('after $kind somebody has to look', (answer) => {
    expect(judgeAnswer(answer, alone)).toEqual({ kind: 'look-up' })
  })

  it.each<readonly [ConfirmAnswer, object]>([
    [
      { kind: 'capped', name: 'LimitExceededException', requestId },
      { kind: 'capped', name: 'LimitExceededException' },
    ],
    [
      { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp', requestId },
      { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp' },
    ],
    [
      { kind: 'credentials', name: 'ExpiredTokenException', requestId },
      { kind: 'credentials', name: 'ExpiredTokenException' },
    ],
    [{ kind: 'pool-missing', requestId }, { kind: 'pool-missing' }],
    [{ kind: 'bad-parameter', requestId }, { kind: 'bad-parameter' }],
  ])(
    '%o gives the round back with its reason, and is looked into where an earlier call is unexplained',
    (answer, reason) => {
      expect(judgeAnswer(answer, alone)).toEqual({ kind: 'release', reason })
      expect(judgeAnswer(answer, afterAda)).toEqual({ kind: 'look-up' })
    },
  )
})

describe('once the list was asked about a user whom Cognito claims not to know', () => {
  const listed = (status: string): LookUp => ({
    kind: 'found',
    status,
    isEnabled: true,
    isSurelyTheirs: true,
    requestId,
  })
  const failed: LookUp = { kind: 'failed', reason: { kind: 'throttled' }, requestId: null }
  const action = 'cognito-idp:ListUsers'
  const forbidden: LookUp = { kind: 'failed', reason: { kind: 'forbidden', action }, requestId: null }
  const unexplained = {
    kind: 'release',
    reason: { kind: 'unexplained', name: 'UserNotFoundException' },
  } as const

  it('a user who is not listed is gone', () => {
    const settled = { kind: 'settle', ending: { kind: 'gone', at: now } }
    expect(judgeGone(unknown, unknown, alone, false)).toEqual(settled)
    expect(judgeGone(unknown, unknown, afterAda, true)).toEqual(settled)
  })

  it.each([listed('UNCONFIRMED'), listed('CONFIRMED'), failed])(
    'unless the list agrees, the call is repeated once: $kind',
    (seen) => {
      expect(judgeGone(seen, unknown, alone, false)).toEqual({ kind: 'retry' })
      expect(judgeGone(seen, unknown, alone, true).kind).toBe('release')
    },
  )

  it('a user who is still listed as waiting stays so, and the card says that Cognito contradicts itself', () => {
    expect(judgeGone(listed('UNCONFIRMED'), unknown, alone, true)).toEqual({
      kind: 'release',
      reason: { kind: 'contradicted' },
    })
  })

  it('nothing is called undone that an earlier call, or somebody else, may have done', () => {
    expect(judgeGone(listed('UNCONFIRMED'), unknown, afterAda, true)).toEqual(unexplained)
    expect(judgeGone(listed('CONFIRMED'), unknown, alone, true)).toEqual(unexplained)
  })

  it('without the list, nobody knows', () => {
    expect(judgeGone(failed, unknown, alone, true)).toEqual(unexplained)
    expect(judgeGone(failed, unknown, afterAda, true)).toEqual(unexplained)
    expect(judgeGone(forbidden, unknown, alone, true)).toEqual({
      kind: 'release',
      reason: { kind: 'look-forbidden', action },
    })
  })
})
