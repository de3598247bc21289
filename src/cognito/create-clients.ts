// One SDK client per region, which never retries by itself and logs no input and no output.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from '../domain/pool.ts'
import type { Log } from '../shared/log.ts'

export interface RegionClient {
  readonly client: CognitoIdentityProviderClient
  readonly region: string
}

/** Returns a pool's client. Credentials and endpoints come from the SDK's own chain and variables. */
export function createClients(pools: readonly Pool[], log: Log): (poolId: string) => RegionClient {
  const regions = new Map(pools.map((pool) => [pool.id, pool.region]))
  const clients = new Map(
    [...new Set(regions.values())].map((region) => [
      region,
      new CognitoIdentityProviderClient({ region, maxAttempts: 1, logger: quietLogger(log) }),
    ]),
  )
  return (poolId) => {
    const region = regions.get(poolId) ?? ''
    const client = clients.get(region)
    if (client === undefined) throw new Error(`No configured pool has the id ${poolId}`)
    return { client, region }
  }
}

/** Keeps only the name of each call, since the SDK logs filters with e-mails even at `info`. */
function quietLogger(log: Log) {
  const note = (...content: unknown[]) => {
    const call: unknown = content[0]
    if (typeof call !== 'object' || call === null || !('commandName' in call)) return
    log.debug({ library: 'aws-sdk', command: String(call.commandName) }, 'called')
  }
  return { trace: note, debug: note, info: note, warn: note, error: note }
}
