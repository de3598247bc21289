// A person's click never waits behind background work: its calls to Cognito go first.
import { expect, onTestFinished, test } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import type { Log } from '../../src/shared/log.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

async function open() {
  const cognito = await startStandIn()
  onTestFinished(cognito.stop)
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const { poolId, region } = cognito
  const approvers = { groups: [], users: [] }
  const pool = {
    id: poolId,
    region,
    name: poolId,
    channel: 'C0',
    approvers,
    attributes: [],
    allowsNoEmail: false,
    clientMetadata: {},
  }
  const userPools = createUserPools({
    replicas: 1,
    proxy: null,
    pools: [pool],
    clock: systemClock,
    log: quiet,
  })
  const asked = (operation: string) => cognito.calls.filter((call) => call.operation === operation)
  return { userPools, poolId, asked }
}

test('a command’s search goes ahead of a scan’s waiting pages', async () => {
  const { userPools, poolId, asked } = await open()
  const scan = Array.from({ length: 25 }, () => userPools.listUnconfirmed(poolId, null, 'background'))
  const search = userPools.search(poolId, { attribute: 'username', value: 'mia' }, 'click')
  await Promise.all([...scan, search])
  const filters = asked('ListUsers').map(({ input }) => String(input['Filter']))
  expect(filters).toHaveLength(26)
  // A second's worth had begun before the command was typed, and ten begin together in the next second.
  expect(filters.findIndex((filter) => filter.startsWith('username'))).toBeLessThan(20)
})

test('a decision’s look-up goes ahead of a poll’s', async () => {
  const { userPools, poolId, asked } = await open()
  const background = ['poll 1', 'poll 2', 'poll 3'].map((sub) =>
    userPools.lookUp({ poolId, sub, urgency: 'background' }),
  )
  const deadline = new Date(Date.now() + 60_000)
  const urgent = userPools.lookUp({ poolId, sub: 'click', urgency: 'click', deadline })
  await Promise.all([...background, urgent])
  expect(asked('AdminGetUser').map(({ input }) => input['Username'])).toEqual([
    'poll 1',
    'click',
    'poll 2',
    'poll 3',
  ])
})
