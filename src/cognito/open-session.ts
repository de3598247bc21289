// One AssumeRole of AWS STS: temporary credentials in an approver's name, for what deciding about one pool needs.
import { z } from 'zod'
import type { SessionNames } from '../domain/approver-role.ts'
import type { Pool } from '../domain/pool.ts'
import { appId, type Client } from './create-clients.ts'
import { awsError, isClockProblem } from './errors.ts'

/** How long a session lasts, in seconds: AWS's shortest. */
export const sessionLife = 900

// They are sent in headers.
const word = z.string().regex(/^[!-~]+$/)
const credentialsFormat = z.object({ accessKeyId: word, secretAccessKey: word, sessionToken: word })

export type SessionCredentials = z.infer<typeof credentialsFormat>

export interface Opening {
  readonly pool: Pool
  /** The pool's role. */
  readonly role: string
  readonly names: SessionNames
  /** Has the bot's own credentials, which ask for the session, and the connections that are used. */
  readonly own: Client
  readonly abortSignal: AbortSignal
}

/** Rejects as the SDK does. */
export async function openSession({
  pool,
  role,
  names,
  own,
  abortSignal,
}: Opening): Promise<SessionCredentials> {
  // Loaded once somebody decides: a start does not wait for it.
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const { credentials, requestHandler } = own.config
  // First by themselves, because the SDK gives the same name to an error if there are none and to a useless answer of STS.
  await credentials()
  const provide = fromTemporaryCredentials({
    masterCredentials: credentials,
    params: {
      RoleArn: role,
      RoleSessionName: names.name,
      SourceIdentity: names.sourceIdentity,
      DurationSeconds: sessionLife,
      Policy: sessionPolicy(pool, role),
    },
    clientConfig: {
      region: pool.region,
      maxAttempts: 1,
      userAgentAppId: appId,
      requestHandler: untilAborted(requestHandler, abortSignal),
    },
  })
  return credentialsFormat.parse(await despiteTheClock(provide))
}

type Handler = Client['config']['requestHandler']

/** The same connections for a call that ends when the signal aborts: the SDK has no other way to say so here. */
function untilAborted(handler: Handler, abortSignal: AbortSignal): Handler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: (request, options) => handler.handle(request, { ...options, abortSignal }),
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  }
}

/** From the answer to the first call, the SDK learns how wrong the clock is. */
async function despiteTheClock<T>(provide: () => Promise<T>): Promise<T> {
  try {
    return await provide()
  } catch (error) {
    if (isClockProblem(awsError(error))) return provide()
    if (awsError(error).name === 'CredentialsProviderError')
      throw new Error('AWS STS answered without credentials', { cause: error })
    throw error
  }
}

/** What a session is for: what decisions about this pool, and their steps, call. The role's own policy may allow less. */
const actions = [
  'AdminConfirmSignUp',
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminUserGlobalSignOut',
  'AdminAddUserToGroup',
]

/** The pool is in the role's account: Cognito knows no others' pools. */
function sessionPolicy({ id, region }: Pool, role: string): string {
  const [, partition, , , account] = role.split(':')
  const Statement = {
    Effect: 'Allow',
    Action: actions.map((action) => `cognito-idp:${action}`),
    Resource: `arn:${partition}:cognito-idp:${region}:${account}:userpool/${id}`,
  }
  return JSON.stringify({ Version: '2012-10-17', Statement })
}
