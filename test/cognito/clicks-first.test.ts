// A person's click never waits behind background work: its calls to Cognito go first.
import { expect, test } from 'vitest'
import { openUserPools } from './open-user-pools.ts'

async function open() {
  const { cognito, poolId, userPools } = await openUserPools()
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
