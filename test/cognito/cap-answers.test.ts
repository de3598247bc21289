// No host can fill the memory with an answer in Cognito's place; what such an answer means is unknown.
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { ada } from '../domain/people.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { answeringAll, endless, megabyte } from '../support/answering.ts'
import { testPool } from '../support/pool.ts'

const poolId = 'eu-west-1_TestPool1'

async function answering(answer: (response: ServerResponse) => void) {
  const port = await answeringAll(answer)
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = `http://127.0.0.1:${port}`
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const pools = [testPool({ id: poolId })]
  return createUserPools({ pools, proxy: null, replicas: 1, clock: systemClock, log: createReadableLog() })
}

test.each([200, 400, 500])(
  'of an endless answer with status %d, nobody knows what it means',
  async (status) => {
    const sent: { megabytes: number }[] = []
    const userPools = await answering((response) =>
      sent.push(endless(response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }))),
    )
    const call = { poolId, sub: 'sub-grace', urgency: 'click' } as const
    await expect(userPools.listUnconfirmed(poolId, null, 'click')).rejects.toThrow()
    expect(await userPools.lookUp(call)).toMatchObject({ kind: 'failed', reason: { kind: 'no-answer' } })
    const confirmation = { ...call, by: ada, clientMetadata: {}, startBefore: new Date(Date.now() + 60_000) }
    expect(await userPools.confirm(confirmation)).toMatchObject({ kind: 'no-answer' })
    expect(sent).toHaveLength(3)
    for (const { megabytes } of sent) expect(megabytes).toBeLessThan(64)
  },
)

test('a page of just under 8 MB is read', async () => {
  const userPools = await answering((response) => {
    const Attributes = [
      { Name: 'sub', Value: 'sub-grace' },
      { Name: 'name', Value: megabyte.repeat(7) },
    ]
    const user = {
      Username: 'grace',
      Attributes,
      UserCreateDate: 0,
      UserStatus: 'UNCONFIRMED',
      Enabled: true,
    }
    response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify({ Users: [user] }))
  })
  const { users } = await userPools.listUnconfirmed(poolId, null, 'click')
  expect(users.map(({ sub }) => sub)).toEqual(['sub-grace'])
})
