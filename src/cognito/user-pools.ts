// The user pools, over the AWS SDK: list who may be waiting, confirm one, look one up.
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import type { Clock } from '../shared/clock.ts'
import { createLimits } from '../shared/limit.ts'
import { type Log, withoutSecrets } from '../shared/log.ts'
import type { ConfirmAnswer, LookUp } from '../sign-up/attempt.ts'
import type { Pool } from '../sign-up/pool.ts'
import type { UserPools } from '../sign-up/user-pools.ts'
import { createClients } from './create-clients.ts'
import { awsError, confirmAnswerOf, lookUpOf } from './errors.ts'
import { expectEmptyAnswer } from './expect-empty-answer.ts'
import { readUserPage } from './read-user-page.ts'

/** How long a call may take, in milliseconds: a post confirmation function has 5 s and three tries. */
const callTimeout = 20_000

/** A look runs no function: it is quick, or it is not coming. In milliseconds. */
const lookTimeout = 8_000

const tooLateToLook: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

const foundFormat = z.object({ UserStatus: z.string(), Enabled: z.boolean().default(true) })

/**
 * Every call is made once, at its limit's pace: far below the default quotas of an account's region, which the pool's
 * own users share. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export function createUserPools({
  pools,
  clock,
  log,
}: {
  readonly pools: readonly Pool[]
  readonly clock: Clock
  readonly log: Log
}): UserPools {
  const clientOf = createClients(pools, log)
  const userCreation = createLimits({ calls: 5, per: 1000 })
  const userList = createLimits({ calls: 10, per: 1000 })
  const userPoolRead = createLimits({ calls: 1, per: 1000 })

  return {
    listUnconfirmed: (poolId, pageToken) => {
      const { client, region } = clientOf(poolId)
      return userList(region).schedule('background', async () => {
        const answer = await client.send(
          new ListUsersCommand({
            UserPoolId: poolId,
            Filter: 'cognito:user_status = "UNCONFIRMED"',
            Limit: 60,
            ...(pageToken === null ? {} : { PaginationToken: pageToken }),
          }),
          { abortSignal: AbortSignal.timeout(callTimeout) },
        )
        return readUserPage(poolId, answer)
      })
    },

    find: (poolId, attribute, value) => {
      const { client, region } = clientOf(poolId)
      return userList(region).schedule('click', async () => {
        const answer = await client.send(
          new ListUsersCommand({
            UserPoolId: poolId,
            Filter: `${attribute} = "${filterValue(value)}"`,
            Limit: 60,
          }),
          { abortSignal: AbortSignal.timeout(lookTimeout) },
        )
        return readUserPage(poolId, answer).users
      })
    },

    confirm: ({ poolId, sub, clientMetadata, startBefore }) => {
      const { client, region } = clientOf(poolId)
      return userCreation(region).schedule('click', async (): Promise<ConfirmAnswer> => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        try {
          const command = new AdminConfirmSignUpCommand({
            UserPoolId: poolId,
            Username: sub,
            ClientMetadata: { ...clientMetadata },
          })
          const answer = await client.send(expectEmptyAnswer(command), {
            abortSignal: AbortSignal.timeout(callTimeout),
          })
          return { kind: 'confirmed', requestId: answer.$metadata.requestId ?? null }
        } catch (error) {
          return logged('AdminConfirmSignUp', confirmAnswerOf(awsError(error)), error)
        }
      })
    },

    lookUp: ({ poolId, sub, urgentUntil }) => {
      const { client, region } = clientOf(poolId)
      return userPoolRead(region).schedule(urgentUntil === null ? 'background' : 'click', async () => {
        const lastStart = urgentUntil === null ? null : new Date(urgentUntil.getTime() - lookTimeout)
        if (lastStart !== null && clock.now() > lastStart) return tooLateToLook
        try {
          return logged('AdminGetUser', await lookUp(client, poolId, sub), null)
        } catch (error) {
          return logged('AdminGetUser', lookUpOf(awsError(error)), error)
        }
      })
    },
  }

  /** AWS's own message carries ARNs: it goes to the log and nowhere else. */
  function logged<T extends ConfirmAnswer | LookUp>(call: string, answer: T, error: unknown): T {
    if (error === null) return answer
    const { name, message, status, requestId } = awsError(error)
    const facts = { call, answer: answer.kind, awsError: name, status, awsRequestId: requestId }
    const isSetup = ['forbidden', 'credentials', 'pool-missing', 'bad-parameter'].includes(answer.kind)
    if (isSetup)
      log.error(
        { ...facts, awsMessage: withoutSecrets(message) },
        'Cognito refused a call: the bot is set up wrong',
      )
    else log.warn(facts, 'Cognito did not do as asked')
    return answer
  }
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
function filterValue(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}

async function lookUp(client: CognitoIdentityProviderClient, poolId: string, sub: string): Promise<LookUp> {
  const answer = await client.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: sub }), {
    abortSignal: AbortSignal.timeout(lookTimeout),
  })
  const requestId = answer.$metadata.requestId ?? null
  const found = foundFormat.safeParse(answer)
  if (!found.success) return { kind: 'failed', reason: { kind: 'no-answer' }, requestId }
  return { kind: 'found', status: found.data.UserStatus, isEnabled: found.data.Enabled, requestId }
}
