// One SDK client per region, which never retries by itself and logs no input and no output.
import { Agent as HttpAgent } from 'node:http'
import { Agent } from 'node:https'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from '../domain/pool.ts'
import { type Called, uncounted } from '../shared/called.ts'
import type { Log } from '../shared/log.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { capAnswers } from './cap-answers.ts'
import { countCalls } from './count-calls.ts'
import { expectEmptyAnswers } from './expect-empty-answer.ts'

export type Client = CognitoIdentityProviderClient

export interface RegionClient {
  readonly client: Client
  readonly region: string
}

/** How AWS's trail and logs tell these calls from others with the same credentials. */
export const appId = 'countersign'

interface ClientsParts {
  readonly pools: readonly Pick<Pool, 'id' | 'region'>[]
  readonly proxy: OutboundProxy | null
  readonly log: Log
  /** Left out by what is no bot. */
  readonly called?: Called
}

/** Returns a pool's client. Credentials and endpoints come from the SDK's own chain and variables. */
export function createClients(parts: ClientsParts): (poolId: string) => RegionClient {
  const regions = new Map(parts.pools.map((pool) => [pool.id, pool.region]))
  const clients = new Map(
    [...new Set(regions.values())].map((region) => [region, createClient(region, parts)]),
  )
  return (poolId) => {
    const region = regions.get(poolId) ?? ''
    const client = clients.get(region)
    if (client === undefined) throw new Error(`No configured pool has the id ${poolId}`)
    return { client, region }
  }
}

function createClient(
  region: string,
  { proxy, log, called = uncounted }: ClientsParts,
): CognitoIdentityProviderClient {
  const client = new CognitoIdentityProviderClient({
    region,
    ...sdkSettings(proxy, log),
  })
  if (called !== undefined) countCalls(client, called)
  capAnswers(client)
  expectEmptyAnswers(client)
  return client
}

/** What every client of the SDK has in common. */
export function sdkSettings(proxy: OutboundProxy | null, log: Log) {
  return {
    maxAttempts: 1,
    userAgentAppId: appId,
    logger: quietLogger(log),
    ...(proxy === null ? {} : { requestHandler: throughProxy(proxy) }),
  }
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** The same client with other credentials. Both use the same connections. */
export function withCredentials({ config }: Client, credentials: Credentials, called: Called): Client {
  const { region, requestHandler, logger, systemClockOffset } = config
  const client = new CognitoIdentityProviderClient({
    region,
    requestHandler,
    logger,
    systemClockOffset,
    credentials,
    maxAttempts: 1,
    userAgentAppId: appId,
  })
  countCalls(client, called)
  expectEmptyAnswers(client)
  return client
}

/** Node's own agents know how to use a proxy. */
function throughProxy({ httpsProxy, httpProxy, noProxy }: OutboundProxy) {
  const proxyEnv = { HTTPS_PROXY: httpsProxy, HTTP_PROXY: httpProxy, NO_PROXY: noProxy }
  return {
    httpsAgent: new Agent({ keepAlive: true, proxyEnv }),
    httpAgent: new HttpAgent({ keepAlive: true, proxyEnv }),
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
