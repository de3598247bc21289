// The real client of a user pool, and the Cognito that it asks.
import { onTestFinished } from 'vitest'
import { createUserPools } from '../../src/cognito/user-pools.ts'
import { type Clock, systemClock } from '../../src/shared/clock.ts'
import { createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'
import { startStandIn } from '../world/cognito/start-stand-in.ts'

/** Ends with the test. */
export async function openUserPools(clock: Clock = systemClock) {
  const cognito = await startStandIn()
  onTestFinished(cognito.stop)
  process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] = cognito.endpoint
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIALOCALONLY'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'nothing-secret'
  const { poolId, region } = cognito
  const log = createReadableLog()
  const pools = [testPool({ id: poolId, region })]
  const userPools = createUserPools({ replicas: 1, proxy: null, pools, clock, log })
  return { cognito, poolId, log, userPools }
}
