// A look at one user: what AdminGetUser says is held against the list before it is believed.
import { expect, onTestFinished, test } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'

const noSuchUser: Fault = {
  kind: 'exception',
  name: 'UserNotFoundException',
  message: 'User does not exist.',
}

async function open() {
  const cognito = await startStandIn()
  onTestFinished(cognito.stop)
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const pool = {
    id: cognito.poolId,
    region: cognito.region,
    name: cognito.poolId,
    channel: 'C0',
    approvers: { groups: [], users: [] },
    attributes: [],
    clientMetadata: {},
    allowsNoEmail: false,
  }
  const pauses: number[] = []
  const sleep = async (milliseconds: number) => void pauses.push(milliseconds)
  const clock = { now: systemClock.now, sleep }
  const log = createReadableLog()
  const userPools = createUserPools({ replicas: 1, proxy: null, pools: [pool], clock, log })
  const look = (sub: string, deadline?: Date) =>
    userPools.lookUp({ poolId: pool.id, sub, urgency: 'click', ...(deadline && { deadline }) })
  const asked = () =>
    cognito.calls.map(({ operation, input }) => `${operation} ${input['Username'] ?? input['Filter']}`)
  return { cognito, look, asked, pauses, log }
}

test('a user is gone if neither AdminGetUser nor the list knows them', async () => {
  const { look, asked, pauses } = await open()
  expect(await look('deleted')).toEqual({ kind: 'gone', requestId: expect.any(String) })
  expect(asked()).toEqual(['AdminGetUser deleted', 'ListUsers sub = "deleted"'])
  expect(pauses).toEqual([])
})

test('a user whom the list shows is looked up again by sub after two seconds', async () => {
  const { cognito, look, asked, pauses } = await open()
  const { sub } = cognito.signUp({ userName: 'mia' })
  cognito.fail('AdminGetUser', noSuchUser)
  expect(await look(sub)).toMatchObject({ kind: 'found', status: 'UNCONFIRMED' })
  expect(asked()).toEqual([`AdminGetUser ${sub}`, `ListUsers sub = "${sub}"`, `AdminGetUser ${sub}`])
  expect(pauses).toEqual([2000])
})

test('if Cognito disagrees with itself twice, that is what is known', async () => {
  const { cognito, look } = await open()
  const { sub } = cognito.signUp({ userName: 'mia' })
  cognito.fail('AdminGetUser', noSuchUser, 2)
  expect(await look(sub)).toMatchObject({ kind: 'contradicted', status: 'UNCONFIRMED' })
})

test('if the list can’t be read, nobody is gone', async () => {
  const { cognito, look } = await open()
  cognito.fail('ListUsers', faults.tooManyRequests)
  expect(await look('deleted')).toMatchObject({ kind: 'failed', reason: { kind: 'throttled' } })
  cognito.fail('ListUsers', faults.accessDenied)
  expect(await look('deleted')).toMatchObject({
    kind: 'failed',
    reason: { kind: 'forbidden', action: 'cognito-idp:ListUsers' },
  })
})

test('nothing is asked that could not end by the deadline', async () => {
  const { look, asked } = await open()
  expect(await look('late', new Date(Date.now() + 7000))).toMatchObject({ kind: 'failed' })
  expect(asked()).toEqual([])
})

test('a user who is named like the sub is not taken for the one who has it', async () => {
  const { cognito, look, log } = await open()
  const real = cognito.signUp({ userName: 'mia' })
  const impostor = cognito.signUp({ userName: real.sub })
  cognito.confirmElsewhere(impostor.sub)
  expect(await look(real.sub)).toMatchObject({
    kind: 'found',
    status: 'UNCONFIRMED',
    isSurelyTheirs: true,
  })
  expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { facts: { sub: real.sub, other: impostor.sub }, message: 'Cognito answered with another user' },
  ])

  cognito.removeUser(real.sub)
  expect(await look(real.sub)).toMatchObject({ kind: 'gone' })
})
