// No host can fill the memory with an answer in Cognito's place; what such an answer means is unknown.
import { createServer, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const poolId = 'eu-west-1_TestPool1'
const megabyte = 'x'.repeat(1024 * 1024)

async function answering(answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = `http://127.0.0.1:${port}`
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const pools = [testPool({ id: poolId })]
  return createUserPools({ pools, proxy: null, replicas: 1, clock: systemClock, log: createReadableLog() })
}

/** Sends megabytes for as long as they are taken. */
function endless(response: ServerResponse, status: number): { megabytes: number } {
  const sent = { megabytes: 0 }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  const go = () => {
    if (response.destroyed) return
    sent.megabytes += 1
    response.write(megabyte, () => setImmediate(go))
  }
  go()
  return sent
}

test.each([200, 400, 500])(
  'of an endless answer with status %d, nobody knows what it means',
  async (status) => {
    const sent: { megabytes: number }[] = []
    const userPools = await answering((response) => sent.push(endless(response, status)))
    const call = { poolId, sub: 'sub-grace', urgency: 'click' } as const
    await expect(userPools.listUnconfirmed(poolId, null, 'click')).rejects.toThrow()
    expect(await userPools.lookUp(call)).toMatchObject({ kind: 'failed', reason: { kind: 'no-answer' } })
    const confirmation = { ...call, clientMetadata: {}, startBefore: new Date(Date.now() + 60_000) }
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
