// Calls that decide, in a pool with an approver role: over the real SDK, with a local STS that opens the sessions, and a local
// Cognito that sees whose credentials a call was signed with.
import { describe, expect, it, onTestFinished } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Called } from '../../src/shared/called.ts'
import { ada, bob } from '../domain/people.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { faults } from '../world/cognito/faults.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'
import { type StsFault, startSts } from '../world/sts/start-sts.ts'

const role = 'arn:aws:iam::123456789012:role/teams/countersign-approver'
const own = 'AKIALOCALONLY'

async function open() {
  const [cognito, sts] = await Promise.all([startStandIn(), startSts()])
  onTestFinished(() => Promise.all([cognito.stop(), sts.stop()]).then(() => {}))
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ENDPOINT_URL_STS'] = sts.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = own
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  sts.addRole(role)
  const { poolId, region } = cognito
  const [clock, log] = [createHandClock(), createReadableLog()]
  const pools = [testPool({ id: poolId, region, approverRole: role })]
  const counted: string[] = []
  const called: Called = (...call) => void counted.push(call.join(' '))
  const userPools = createUserPools({ replicas: 1, proxy: null, pools, clock, log, called })
  const call = (by: Person) => {
    const { sub } = cognito.signUp()
    return {
      poolId,
      sub,
      by,
      startBefore: new Date(clock.now().getTime() + 60_000),
      urgency: 'click',
    } as const
  }
  const confirm = (by = ada) => userPools.confirm({ ...call(by), clientMetadata: {} })
  /** Of each call to Cognito, with whose credentials it was made. */
  const signers = () =>
    cognito.calls.map(({ operation, signedBy }) => [
      operation,
      sts.sessions.find(({ accessKeyId }) => accessKeyId === signedBy)?.name ?? signedBy,
    ])
  return { cognito, sts, poolId, clock, log, userPools, counted, call, confirm, signers }
}

describe('a decision', () => {
  it('is made in a session of whoever decided, which is for that pool only, and looks are the bot’s own', async () => {
    const { cognito, sts, poolId, userPools, counted, call, confirm, signers } = await open()
    cognito.addGroup('customers')
    const { sub, urgency } = call(bob)
    expect(await confirm()).toMatchObject({ kind: 'confirmed', requestId: expect.any(String) })
    expect(await userPools.update({ ...call(ada), call: 'disable' })).toMatchObject({ kind: 'done' })
    expect(await userPools.addToGroup({ ...call(bob), group: 'customers' })).toMatchObject({ kind: 'done' })
    await userPools.listUnconfirmed(poolId, null, urgency)
    await userPools.lookUp({ poolId, sub, urgency })
    expect(signers()).toEqual([
      ['AdminConfirmSignUp', 'cs-T0HOME-U0ADA'],
      ['AdminDisableUser', 'cs-T0HOME-U0ADA'],
      ['AdminAddUserToGroup', 'cs-T0HOME-U0BOB'],
      ['ListUsers', own],
      ['AdminGetUser', own],
    ])
    const asked = cognito.calls.map(({ operation }) => `cognito ${operation} done`)
    const opened = Array.from({ length: 2 }, () => 'sts AssumeRole done')
    expect(counted.toSorted()).toEqual([...asked, ...opened].toSorted())
    expect(sts.sessions).toHaveLength(2)
    expect(sts.sessions[0]).toMatchObject({
      askedWith: own,
      roleArn: role,
      sourceIdentity: 'slack-T0HOME-U0ADA',
      seconds: 900,
      policy: {
        Statement: {
          Effect: 'Allow',
          Action: [
            'cognito-idp:AdminConfirmSignUp',
            'cognito-idp:AdminDisableUser',
            'cognito-idp:AdminEnableUser',
            'cognito-idp:AdminUserGlobalSignOut',
            'cognito-idp:AdminAddUserToGroup',
          ],
          Resource: `arn:aws:cognito-idp:us-east-1:123456789012:userpool/${poolId}`,
        },
      },
    })
    const agents = [...sts.agents, ...cognito.calls.map(({ userAgent }) => userAgent)]
    expect(agents.filter((agent) => !agent.includes('app/countersign'))).toEqual([])
  })

  it('opens one session, however many wait for it, and a new one before the old one is over', async () => {
    const { sts, poolId, clock, userPools, confirm } = await open()
    const release = sts.hold()
    userPools.sessions.prepare(poolId, ada)
    const several = Promise.all([confirm(), confirm(), confirm()])
    release()
    await several
    expect(sts.asked).toBe(1)
    await clock.advance(9 * 60_000)
    userPools.sessions.prepare(poolId, ada)
    expect(sts.asked).toBe(1)
    await clock.advance(2 * 60_000)
    expect(userPools.sessions.isReady(poolId, ada)).toBe(false)
    const held = sts.hold()
    userPools.sessions.prepare(poolId, ada)
    userPools.sessions.prepare(poolId, ada)
    // Meanwhile the old one is used.
    expect(await confirm()).toMatchObject({ kind: 'confirmed' })
    held()
    await expect.poll(() => userPools.sessions.isReady(poolId, ada)).toBe(true)
    expect(sts.sessions).toHaveLength(2)
    await clock.advance(14 * 60_000)
    await confirm()
    expect(sts.sessions).toHaveLength(3)
  })

  it('is made once more if Cognito no longer accepts the session, in a new one', async () => {
    const { cognito, sts, log, confirm } = await open()
    await confirm()
    cognito.fail('AdminConfirmSignUp', faults.expiredToken, 2)
    expect(await Promise.all([confirm(), confirm()])).toMatchObject([
      { kind: 'confirmed' },
      { kind: 'confirmed' },
    ])
    expect(sts.sessions).toHaveLength(2)
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('survives one jump of the clock while a session is opened', async () => {
    const { sts, confirm } = await open()
    sts.fail(refused('SignatureDoesNotMatch', 403))
    expect(await confirm()).toMatchObject({ kind: 'confirmed' })
  })
})

function refused(code: string, status = 400, message = 'Not now'): StsFault {
  return { kind: 'error', error: { status, code, message } }
}

const withoutCredentials = '<AssumeRoleResponse><AssumeRoleResult></AssumeRoleResult></AssumeRoleResponse>'

describe('without a session', () => {
  it.each<readonly [string, object, StsFault]>([
    ['busy', { kind: 'role-throttled' }, refused('Throttling')],
    ['down', { kind: 'role-no-answer' }, refused('ServiceUnavailable', 503)],
    ['cut off', { kind: 'role-no-answer' }, { kind: 'reset' }],
    ['a page', { kind: 'role-no-answer' }, { kind: 'text', status: 200, text: '<html>Hello</html>' }],
    ['a page of a proxy', { kind: 'role-no-answer' }, { kind: 'text', status: 502, text: 'Bad gateway' }],
    ['nonsense', { kind: 'role-no-answer' }, { kind: 'text', status: 200, text: withoutCredentials }],
    ['not active', { kind: 'role-region' }, refused('RegionDisabledException', 403)],
    ['sure that the bot is a stranger', { kind: 'role-credentials' }, refused('InvalidClientTokenId', 403)],
    ['given old credentials', { kind: 'role-credentials' }, refused('ExpiredTokenException')],
    ['unwilling', { kind: 'role-refused', name: 'ValidationError' }, refused('ValidationError')],
    ['denying something', { kind: 'role-forbidden', action: 'sts:AssumeRole' }, refused('AccessDenied', 403)],
  ])('nothing is done, and it is known why: STS is %s', async (_, problem, fault) => {
    const { cognito, sts, log, confirm } = await open()
    sts.fail(fault)
    expect(await confirm()).toMatchObject({ kind: 'role-problem', problem })
    expect(cognito.calls).toEqual([])
    expect(JSON.stringify(log.lines)).not.toMatch(/Not now|arn:/)
    // And it can be tried again.
    expect(await confirm()).toMatchObject({ kind: 'confirmed' })
  })

  it.each([
    ['sts:AssumeRole', []],
    ['sts:SetSourceIdentity', ['sts:AssumeRole']],
  ] as const)('the missing permission has a name: %s', async (action, allows) => {
    const { cognito, sts, userPools, call, confirm } = await open()
    sts.addRole(role, allows)
    const problem = { kind: 'role-problem', problem: { kind: 'role-forbidden', action } }
    expect(await confirm()).toMatchObject(problem)
    expect(await userPools.update({ ...call(ada), call: 'enable' })).toMatchObject(problem)
    expect(await userPools.addToGroup({ ...call(ada), group: 'customers' })).toMatchObject(problem)
    expect(cognito.calls).toEqual([])
  })

  it('nobody is asked for one if there are no credentials to ask with', async () => {
    const { sts, confirm } = await open()
    delete process.env['AWS_ACCESS_KEY_ID']
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
    onTestFinished(() => void delete process.env['AWS_EC2_METADATA_DISABLED'])
    expect(await confirm()).toMatchObject({
      problem: { kind: 'role-credentials', name: 'CredentialsProviderError' },
    })
    expect(sts.asked).toBe(0)
  })

  it('nobody is asked for one in a name that AWS does not take', async () => {
    const { sts, confirm } = await open()
    const odd = { userId: 'U0ADA-U0BOB', teamId: 'T0HOME' }
    expect(await confirm(odd)).toMatchObject({ problem: { kind: 'role-refused', name: 'UnusualSlackId' } })
    expect(sts.asked).toBe(0)
  })
})

describe('in a session', () => {
  it('nothing is done if Cognito accepts no new one either', async () => {
    const { cognito, sts, confirm, signers } = await open()
    cognito.fail('AdminConfirmSignUp', faults.expiredToken, 2)
    const problem = { kind: 'role-session', name: 'ExpiredTokenException' }
    expect(await confirm()).toMatchObject({ kind: 'role-problem', problem })
    expect(sts.sessions).toHaveLength(2)
    expect(signers()).toEqual(Array.from({ length: 2 }, () => ['AdminConfirmSignUp', 'cs-T0HOME-U0ADA']))
  })

  it('it is the role that lacks a permission, and nothing is tried without it', async () => {
    const { cognito, sts, userPools, call, signers } = await open()
    const disable = () => userPools.update({ ...call(ada), call: 'disable' })
    cognito.fail('AdminDisableUser', faults.accessDenied)
    expect(await disable()).toMatchObject({
      kind: 'role-problem',
      problem: { kind: 'role-lacks', action: 'cognito-idp:AdminDisableUser' },
    })
    expect(signers()).toEqual([['AdminDisableUser', 'cs-T0HOME-U0ADA']])
    // AWS says the same of a session that was revoked, so the next call is made in a new one.
    expect(await disable()).toMatchObject({ kind: 'done' })
    expect(sts.sessions).toHaveLength(2)
  })
})
