import { describe, expect, it } from 'vitest'
import type { ConfirmAnswer, LookUp } from '../../src/domain/attempt.ts'
import { mayHaveConfirmed } from '../../src/domain/attempt.ts'
import type { FailureReason } from '../../src/domain/failure.ts'
import { endingOf, judgeLookUp } from '../../src/domain/judge-answer.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const requestId = 'aws 1'
const alone = { by: bob, unanswered: null, now }
const afterAda = { by: bob, unanswered: ada, now }

const found = (status: string, isEnabled = true) =>
  ({ kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId }) as const
const contradicted = (status: string) => ({ kind: 'contradicted', status, requestId }) as const
const gone = { kind: 'gone', requestId } as const
const failed = (reason: FailureReason): LookUp => ({ kind: 'failed', reason, requestId: null })
const noAnswer: ConfirmAnswer = { kind: 'no-answer', name: 'TimeoutError', requestId: null }
const functionFailed: ConfirmAnswer = {
  kind: 'function-failed',
  name: 'UserLambdaValidationException',
  message: 'no seat left',
  requestId,
}

describe('what a look shows', () => {
  it('a user who still waits has no ending', () => {
    expect(endingOf(found('UNCONFIRMED'), null, now)).toBeNull()
    expect(endingOf(found('UNCONFIRMED'), ada, now)).toBeNull()
  })

  it('a confirmed user was confirmed by whoever’s call is unexplained, else elsewhere', () => {
    expect(endingOf(found('CONFIRMED'), ada, now)).toMatchObject({
      kind: 'confirmed',
      by: ada,
      certainty: 'probable',
    })
    expect(endingOf(found('CONFIRMED'), null, now)).toEqual({
      kind: 'confirmed-elsewhere',
      status: 'CONFIRMED',
      at: now,
    })
  })

  it('a confirmed user is confirmed, disabled afterwards or not', () => {
    for (const unanswered of [null, ada])
      expect(endingOf(found('CONFIRMED', false), unanswered, now)).toEqual({
        kind: 'confirmed-elsewhere',
        status: 'CONFIRMED, but disabled',
        at: now,
      })
  })

  it('a disabled user is disabled', () => {
    expect(endingOf(found('UNCONFIRMED', false), ada, now)).toEqual({ kind: 'disabled', at: now })
  })

  it('any other status is an end that was made elsewhere', () => {
    expect(endingOf(found('RESET_REQUIRED'), ada, now)).toEqual({
      kind: 'confirmed-elsewhere',
      status: 'RESET_REQUIRED',
      at: now,
    })
  })

  it('a user whom Cognito does not know is gone', () => {
    expect(endingOf(gone, ada, now)).toEqual({ kind: 'gone', at: now })
  })
})

describe('after the look that followed the last call', () => {
  it('a failed function with a confirmed user is probably this confirmation, with a warning', () => {
    expect(judgeLookUp(found('CONFIRMED'), functionFailed, alone)).toEqual({
      kind: 'settle',
      ending: { kind: 'confirmed', by: bob, at: now, certainty: 'probable', functionError: 'no seat left' },
    })
  })

  it('nobody is said to be able to sign in whom the function has disabled', () => {
    for (const unanswered of [null, ada])
      expect(judgeLookUp(found('CONFIRMED', false), functionFailed, { by: bob, unanswered, now })).toEqual({
        kind: 'settle',
        ending: {
          kind: 'confirmed-elsewhere',
          status: 'CONFIRMED, but disabled',
          at: now,
          functionError: 'no seat left',
        },
      })
  })

  it('an ending is settled, whatever the call was answered', () => {
    expect(judgeLookUp(found('UNCONFIRMED', false), noAnswer, afterAda)).toMatchObject({
      kind: 'settle',
      ending: { kind: 'disabled' },
    })
    expect(judgeLookUp(gone, functionFailed, alone)).toMatchObject({
      kind: 'settle',
      ending: { kind: 'gone' },
    })
    expect(judgeLookUp(found('CONFIRMED'), noAnswer, afterAda)).toMatchObject({
      kind: 'settle',
      ending: { kind: 'confirmed', by: ada },
    })
  })

  it.each<readonly [ConfirmAnswer, FailureReason]>([
    [{ kind: 'throttled', requestId }, { kind: 'throttled' }],
    [{ kind: 'not-sent' }, { kind: 'throttled' }],
    [{ kind: 'unreachable', requestId }, { kind: 'unreachable' }],
    [noAnswer, { kind: 'no-answer' }],
    [functionFailed, { kind: 'function-failed', message: 'no seat left' }],
    [{ kind: 'not-waiting', requestId }, { kind: 'not-allowed' }],
    [
      { kind: 'unheard-of', name: 'NewException', requestId },
      { kind: 'unheard-of', name: 'NewException' },
    ],
    [
      { kind: 'capped', name: 'LimitExceededException', requestId },
      { kind: 'capped', name: 'LimitExceededException' },
    ],
  ])('$0.kind of a user who still waits gives the round back, saying so', (answer, reason) => {
    expect(judgeLookUp(found('UNCONFIRMED'), answer, alone)).toEqual({ kind: 'release', reason })
  })

  const busy = failed({ kind: 'throttled' })

  it('that failed too, what certainly was not done is called that', () => {
    expect(judgeLookUp(busy, { kind: 'throttled', requestId }, alone)).toEqual({
      kind: 'release',
      reason: { kind: 'throttled' },
    })
  })

  it.each<readonly [ConfirmAnswer, FailureReason]>([
    [noAnswer, { kind: 'uncertain' }],
    [{ kind: 'throttled', requestId }, { kind: 'uncertain' }],
    [functionFailed, { kind: 'unexplained', name: 'UserLambdaValidationException' }],
    [
      { kind: 'unheard-of', name: 'NewException', requestId },
      { kind: 'unexplained', name: 'NewException' },
    ],
  ])('that failed too, nothing is called undone that a call may have done: $0.kind', (answer, reason) => {
    expect(judgeLookUp(busy, answer, afterAda)).toEqual({ kind: 'release', reason })
  })

  it('that failed too, a refusal stays unexplained, whoever tried before: nobody saw why', () => {
    const refused: ConfirmAnswer = { kind: 'not-waiting', requestId }
    const step = { kind: 'release', reason: { kind: 'unexplained', name: 'NotAuthorizedException' } }
    expect(judgeLookUp(busy, refused, alone)).toEqual(step)
    expect(judgeLookUp(busy, refused, afterAda)).toEqual(step)
  })

  it('that contradicts the list, a user who is listed as waiting is called that', () => {
    const step = { kind: 'release', reason: { kind: 'contradicted' } }
    expect(judgeLookUp(contradicted('UNCONFIRMED'), { kind: 'not-sent' }, alone)).toEqual(step)
  })

  it('that contradicts the list, nothing is called undone that a call may have done', () => {
    const reason = { kind: 'unexplained', name: 'UserNotFoundException' }
    const step = { kind: 'release', reason }
    expect(judgeLookUp(contradicted('UNCONFIRMED'), noAnswer, afterAda)).toEqual(step)
    expect(judgeLookUp(contradicted('CONFIRMED'), { kind: 'not-sent' }, alone)).toEqual(step)
  })

  it('that AWS does not allow, the operator is told which permission is missing', () => {
    const action = 'cognito-idp:AdminGetUser'
    expect(judgeLookUp(failed({ kind: 'forbidden', action }), noAnswer, afterAda)).toEqual({
      kind: 'release',
      reason: { kind: 'look-forbidden', action },
    })
  })
})

describe('a call may have confirmed the user', () => {
  it.each<ConfirmAnswer>([
    { kind: 'confirmed', requestId },
    noAnswer,
    functionFailed,
    { kind: 'unheard-of', name: 'NewException', requestId },
  ])('after $kind', (answer) => {
    expect(mayHaveConfirmed(answer, null)).toBe(true)
  })

  it.each<ConfirmAnswer>([
    { kind: 'already-confirmed', requestId },
    { kind: 'not-waiting', requestId },
    { kind: 'gone', requestId },
    { kind: 'throttled', requestId },
    { kind: 'unreachable', requestId },
    { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp', requestId },
    { kind: 'not-sent' },
  ])('not after $kind', (answer) => {
    expect(mayHaveConfirmed(answer, null)).toBe(false)
  })

  it('not after an answer that is followed by the sight of a user who still waits', () => {
    expect(mayHaveConfirmed(functionFailed, found('UNCONFIRMED'))).toBe(false)
    expect(mayHaveConfirmed(functionFailed, found('CONFIRMED'))).toBe(true)
    expect(mayHaveConfirmed(functionFailed, failed({ kind: 'throttled' }))).toBe(true)
  })

  it('where its answer never came', () => {
    expect(mayHaveConfirmed(null, null)).toBe(true)
    expect(mayHaveConfirmed(null, found('UNCONFIRMED'))).toBe(true)
  })

  it('after a lost answer, even where the user was still seen waiting: it may be on its way', () => {
    expect(mayHaveConfirmed(noAnswer, found('UNCONFIRMED'))).toBe(true)
  })
})
