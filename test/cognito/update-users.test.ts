// AdminDisableUser, AdminEnableUser and AdminUserGlobalSignOut over the real SDK: every exception that each knows, and what
// else may come in place of an answer.
import { describe, expect, it } from 'vitest'
import type { Update } from '../../src/domain/attempt.ts'
import { ada } from '../domain/people.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'
import { openUserPools } from './open-user-pools.ts'

async function open(call: Update) {
  const { cognito, poolId, userPools } = await openUserPools()
  const { sub } = cognito.signUp({ userName: 'mia' })
  const startBefore = new Date(Date.now() + 60_000)
  const update = (before = startBefore) =>
    userPools.update({ call, poolId, sub, by: ada, startBefore: before, urgency: 'click' })
  return { cognito, sub, update }
}

describe('the call that should add a user to a group', () => {
  it('names them by their sub, may be repeated, and says that the group is missing as it would of the pool', async () => {
    const { cognito, poolId, userPools } = await openUserPools()
    const { sub } = cognito.signUp({ userName: 'mia' })
    const startBefore = new Date(Date.now() + 60_000)
    const named = { poolId, sub, by: ada }
    const add = (before = startBefore) =>
      userPools.addToGroup({ ...named, group: 'customers', startBefore: before, urgency: 'background' })
    expect(await add()).toMatchObject({ kind: 'pool-missing' })
    cognito.addGroup('customers')
    expect(await add()).toMatchObject({ kind: 'done' })
    expect(await add()).toMatchObject({ kind: 'done' })
    expect(cognito.groupsOf(sub)).toEqual(['customers'])
    expect(cognito.calls.at(-1)?.input).toEqual({ UserPoolId: poolId, Username: sub, GroupName: 'customers' })
    expect(await add(new Date(0))).toEqual({ kind: 'not-sent' })
    cognito.fail('AdminAddUserToGroup', faults.accessDenied)
    expect(await add()).toMatchObject({ kind: 'forbidden', action: 'cognito-idp:AdminAddUserToGroup' })
    cognito.fail('AdminAddUserToGroup', { kind: 'body', body: { User: 'mia' } })
    expect(await add()).toMatchObject({ kind: 'no-answer' })
  })
})

describe.each([
  ['disable', 'AdminDisableUser'],
  ['enable', 'AdminEnableUser'],
  ['sign-out', 'AdminUserGlobalSignOut'],
] as const)('the call that should %s a user', (call, operation) => {
  it('names them by their sub, and may be repeated', async () => {
    const { cognito, sub, update } = await open(call)
    expect(await update()).toMatchObject({ kind: 'done' })
    expect(await update()).toMatchObject({ kind: 'done' })
    expect(cognito.user(sub)).toMatchObject({ enabled: call !== 'disable', status: 'UNCONFIRMED' })
    const asked = { operation, input: { UserPoolId: cognito.poolId, Username: sub } }
    expect(cognito.calls).toMatchObject([asked, asked])
  })

  it('is not made once its time is over', async () => {
    const { cognito, update } = await open(call)
    expect(await update(new Date(0))).toEqual({ kind: 'not-sent' })
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
    ['accessDenied', { kind: 'forbidden', action: `cognito-idp:${operation}` }],
    ['expiredToken', { kind: 'credentials', name: 'ExpiredTokenException' }],
    ['limitExceeded', { kind: 'capped', name: 'LimitExceededException' }],
    ['unheardOf', { kind: 'unheard-of', name: 'MoonPhaseException' }],
  ])('has an outcome for %s', async (name, outcome) => {
    const { cognito, update } = await open(call)
    cognito.fail(operation, faults[name])
    expect(await update()).toMatchObject(outcome)
  })

  it.each<Fault>([
    { kind: 'resetAfter' },
    { kind: 'html', status: 503 },
    { kind: 'garbage' },
    { kind: 'body', body: { User: 'mia' } },
  ])('is unanswered where something else came: $kind', async (fault) => {
    const { cognito, update } = await open(call)
    cognito.fail(operation, fault)
    expect(await update()).toMatchObject({ kind: 'no-answer' })
  })
})
