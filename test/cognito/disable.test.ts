// AdminDisableUser over the real SDK: every exception that it knows, and what else may come in place of an answer.
import { describe, expect, it } from 'vitest'
import { type Fault, faults } from '../world/cognito/faults.ts'
import { openUserPools } from './open-user-pools.ts'

async function open() {
  const { cognito, poolId, userPools } = await openUserPools()
  const { sub } = cognito.signUp({ userName: 'mia' })
  const startBefore = new Date(Date.now() + 60_000)
  const disable = (before = startBefore) =>
    userPools.disable({ poolId, sub, startBefore: before, urgency: 'click' })
  return { cognito, sub, disable }
}

describe('a call that disables a user', () => {
  it('names them by their sub, and may be repeated', async () => {
    const { cognito, sub, disable } = await open()
    expect(await disable()).toMatchObject({ kind: 'disabled' })
    expect(await disable()).toMatchObject({ kind: 'disabled' })
    expect(cognito.user(sub)).toMatchObject({ enabled: false, status: 'UNCONFIRMED' })
    expect(cognito.calls.map(({ input }) => input)).toEqual(
      Array(2).fill({ UserPoolId: cognito.poolId, Username: sub }),
    )
  })

  it('is not made once its time is over', async () => {
    const { cognito, disable } = await open()
    expect(await disable(new Date(0))).toEqual({ kind: 'not-sent' })
    expect(cognito.calls).toEqual([])
  })

  it.each<readonly [keyof typeof faults, object]>([
    ['internalError', { kind: 'no-answer', name: 'InternalErrorException' }],
    ['invalidParameter', { kind: 'bad-parameter' }],
    ['notAuthorized', { kind: 'refused' }],
    ['operationNotEnabled', { kind: 'not-enabled' }],
    ['resourceNotFound', { kind: 'pool-missing' }],
    ['tooManyRequests', { kind: 'throttled' }],
    ['userNotFound', { kind: 'gone' }],
    ['accessDenied', { kind: 'forbidden', action: 'cognito-idp:AdminDisableUser' }],
    ['expiredToken', { kind: 'credentials', name: 'ExpiredTokenException' }],
    ['limitExceeded', { kind: 'capped', name: 'LimitExceededException' }],
    ['unheardOf', { kind: 'unheard-of', name: 'MoonPhaseException' }],
  ])('has an outcome for %s', async (name, outcome) => {
    const { cognito, disable } = await open()
    cognito.fail('AdminDisableUser', faults[name])
    expect(await disable()).toMatchObject(outcome)
  })

  it.each<Fault>([
    { kind: 'resetAfter' },
    { kind: 'html', status: 503 },
    { kind: 'garbage' },
    { kind: 'body', body: { User: 'mia' } },
  ])('is unanswered where something else came: $kind', async (fault) => {
    const { cognito, disable } = await open()
    cognito.fail('AdminDisableUser', fault)
    expect(await disable()).toMatchObject({ kind: 'no-answer' })
  })
})
