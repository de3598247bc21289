// Whom AWS takes this process for, and where its credentials come from. Only the doctor loads the client of STS.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { z } from 'zod'
import type { AwsCaller, AwsReply } from '../domain/pool-settings.ts'
import type { Log } from '../shared/log.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { sdkSettings } from './create-clients.ts'
import { unreadBecause } from './errors.ts'
import { inTime, lookUpTimeout } from './in-time.ts'

export interface AskingAwsParts {
  readonly region: string
  readonly proxy: OutboundProxy | null
  readonly log: Log
}

const callerFormat = z.object({ Account: z.string(), Arn: z.string() })
const credentialsFormat = z.object({ $source: z.record(z.string(), z.unknown()) })

/** The SDK's own marks: its `CREDENTIALS_…` features. The first that is there says most. */
const sources = [
  'CREDENTIALS_PROFILE_SSO',
  'CREDENTIALS_PROFILE_SSO_LEGACY',
  'CREDENTIALS_SSO',
  'CREDENTIALS_SSO_LEGACY',
  'CREDENTIALS_PROFILE_PROCESS',
  'CREDENTIALS_PROCESS',
  'CREDENTIALS_STS_ASSUME_ROLE_WEB_ID',
  'CREDENTIALS_STS_ASSUME_ROLE',
  'CREDENTIALS_HTTP',
  'CREDENTIALS_IMDS',
  'CREDENTIALS_ENV_VARS',
  'CREDENTIALS_PROFILE',
  'CREDENTIALS_CODE',
]

/** AWS allows this question to everybody. */
export async function askCaller({ region, proxy, log }: AskingAwsParts): Promise<AwsReply<AwsCaller>> {
  const client = new STSClient({ region, ...sdkSettings(proxy, log) })
  try {
    const answer = await inTime(lookUpTimeout, (abortSignal) =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal }),
    )
    const { Account: account, Arn: arn } = callerFormat.parse(answer)
    const marks = credentialsFormat.safeParse(await client.config.credentials()).data?.$source ?? {}
    return { kind: 'read', value: { account, arn, source: sources.find((mark) => mark in marks) ?? null } }
  } catch (error) {
    return unreadBecause(error, 'sts:GetCallerIdentity')
  } finally {
    client.destroy()
  }
}
