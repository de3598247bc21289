// The credentials of a role are replaced while the bot runs: of all secrets, these need no restart.
import { createServer } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { listenForTest } from '../support/listen.ts'
import { testPool } from '../support/pool.ts'

const poolId = 'eu-west-1_TestPool1'
const minute = 60_000

test('before a role’s credentials end, calls are signed with new ones', async () => {
  const signedWith: (string | undefined)[] = []
  const cognito = createServer(({ headers }, response) => {
    signedWith.push(/Credential=(\w+)/.exec(headers.authorization ?? '')?.[1])
    response.setHeader('content-type', 'application/x-amz-json-1.1').end('{"Users":[]}')
  })
  const credentials = [issued('AKIAROLE1', minute), issued('AKIAROLE2', 60 * minute)]
  const role = createServer((_, response) => void response.end(JSON.stringify(credentials.shift())))
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${await listenForTest(role)}/role`)
  vi.stubEnv('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER', `http://127.0.0.1:${await listenForTest(cognito)}`)
  onTestFinished(() => void vi.unstubAllEnvs())

  const pools = [testPool({ id: poolId })]
  const log = createReadableLog()
  const userPools = createUserPools({ pools, proxy: null, replicas: 1, clock: systemClock, log })
  const signer = async () => {
    await userPools.listUnconfirmed(poolId, null, 'click')
    return signedWith.at(-1)
  }
  expect(await signer()).toBe('AKIAROLE1')
  await expect.poll(signer).toBe('AKIAROLE2')
})

/** As a container’s or an instance’s metadata has them. */
function issued(id: string, lastsFor: number) {
  const Expiration = new Date(Date.now() + lastsFor).toISOString()
  return { AccessKeyId: id, SecretAccessKey: 'nothing-secret', Token: 'token', Expiration }
}
