// What Cognito's answers mean for a call that changes a user: one table for AdminDisableUser, AdminEnableUser and
// AdminUserGlobalSignOut, which know the same exceptions.
import { describe, expect, it } from 'vitest'
import {
  type LookUp,
  mayHaveUpdated,
  type NotDone,
  type Update,
  type UpdateAnswer,
} from '../../src/domain/attempt.ts'
import { judgeUpdate, reasonNotDone, reasonWithoutLook } from '../../src/domain/judge-update.ts'

const requestId = 'aws 1'
const seen = (isEnabled: boolean): LookUp => {
  return { kind: 'found', status: 'UNCONFIRMED', isEnabled, isSurelyTheirs: true, requestId: null }
}

describe('after a call that should change a user and failed', () => {
  it.each<NotDone>([
    { kind: 'throttled', requestId },
    { kind: 'unreachable', requestId },
    { kind: 'no-answer', name: 'TimeoutError', requestId },
    { kind: 'gone', requestId },
    { kind: 'not-sent' },
  ])('it is repeated, since it does the same twice: $kind', (answer) => {
    expect(judgeUpdate(answer)).toEqual({ kind: 'retry' })
  })

  it.each<readonly [NotDone, object]>([
    [
      { kind: 'capped', name: 'LimitExceededException', requestId },
      { kind: 'capped', name: 'LimitExceededException' },
    ],
    [
      { kind: 'forbidden', action: 'cognito-idp:AdminDisableUser', requestId },
      { kind: 'forbidden', action: 'cognito-idp:AdminDisableUser' },
    ],
    [
      { kind: 'credentials', name: 'ExpiredTokenException', requestId },
      { kind: 'credentials', name: 'ExpiredTokenException' },
    ],
    [{ kind: 'pool-missing', requestId }, { kind: 'pool-missing' }],
    [{ kind: 'bad-parameter', requestId }, { kind: 'bad-parameter' }],
    [{ kind: 'refused', requestId }, { kind: 'not-allowed' }],
    [{ kind: 'not-enabled', requestId }, { kind: 'not-enabled' }],
  ])('the round waits again where repeating it is of no use: %o', (answer, reason) => {
    expect(judgeUpdate(answer)).toEqual({ kind: 'release', reason })
  })

  it('an answer that nobody has heard of is looked into', () => {
    const reason = { kind: 'unheard-of', name: 'NewException' }
    expect(judgeUpdate({ kind: 'unheard-of', name: 'NewException', requestId })).toEqual({
      kind: 'look',
      reason,
    })
  })

  it.each<readonly [NotDone, string]>([
    [{ kind: 'throttled', requestId }, 'throttled'],
    [{ kind: 'not-sent' }, 'throttled'],
    [{ kind: 'unreachable', requestId }, 'unreachable'],
    [{ kind: 'no-answer', name: 'TimeoutError', requestId }, 'no-answer'],
    [{ kind: 'gone', requestId }, 'contradicted'],
  ])('the card says why, once there is no more time: %o', (answer, kind) => {
    expect(reasonNotDone(answer)).toEqual({ kind })
  })
})

describe('a call that may have changed the user unseen', () => {
  it.each<readonly [UpdateAnswer | null, LookUp | null, boolean]>([
    [null, null, true],
    [{ kind: 'no-answer', name: 'TimeoutError', requestId }, seen(true), true],
    [{ kind: 'done', requestId }, null, true],
    [{ kind: 'unheard-of', name: 'NewException', requestId }, null, true],
    [{ kind: 'unheard-of', name: 'NewException', requestId }, seen(false), true],
    [{ kind: 'unheard-of', name: 'NewException', requestId }, seen(true), false],
    [{ kind: 'throttled', requestId }, null, false],
    [{ kind: 'forbidden', action: 'x:y', requestId }, null, false],
  ])('may have disabled: %o, seen %o: %s', (answer, look, may) => {
    expect(mayHaveUpdated('disable', answer, look)).toBe(may)
  })

  it.each<readonly [Update, LookUp | null, boolean]>([
    ['enable', seen(true), true],
    ['enable', seen(false), false],
    ['enable', null, true],
    ['sign-out', seen(true), true],
    ['sign-out', seen(false), true],
  ])('after an answer that nobody has heard of: %s, seen %o: %s', (call, look, may) => {
    expect(mayHaveUpdated(call, { kind: 'unheard-of', name: 'NewException', requestId }, look)).toBe(may)
  })
})

it('what could not be looked into may have been done only if an earlier call may have worked', () => {
  expect(reasonWithoutLook({ kind: 'no-answer' }, false)).toEqual({ kind: 'unreachable' })
  expect(reasonWithoutLook({ kind: 'throttled' }, false)).toEqual({ kind: 'throttled' })
  expect(reasonWithoutLook({ kind: 'no-answer' }, true)).toEqual({ kind: 'uncertain' })
})
