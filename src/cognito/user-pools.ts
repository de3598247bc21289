// The user pools, over the AWS SDK: list who may be waiting, confirm one, look one up.
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import type { ConfirmAnswer, LookUp } from '../domain/attempt.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import type { UserPage, UserPools } from '../domain/user-pools.ts'
import { type Clock, systemClock, within } from '../shared/clock.ts'
import { everyPage } from '../shared/every-page.ts'
import { createLimits, shareOf, type Urgency } from '../shared/limit.ts'
import { type Log, withoutSecrets } from '../shared/log.ts'
import { createClients } from './create-clients.ts'
import { awsError, confirmAnswerOf, lookUpOf } from './errors.ts'
import { expectEmptyAnswer } from './expect-empty-answer.ts'
import { readUserPage } from './read-user-page.ts'

/** How long a call may take, in milliseconds: a post confirmation function has 5 s and three tries. */
const callTimeout = 20_000

/** A look runs no function: it is quick, or it is not coming. In milliseconds. */
const lookTimeout = 8_000

/** Calls that confirm somebody, in one region. */
export const confirmationRate = { calls: 5, per: 1000 }

const tooLateToLook: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

const foundFormat = z.object({ UserStatus: z.string(), Enabled: z.boolean().default(true) })

/**
 * Every call is made once, at its limit's pace: far below the default quotas of an account's region, which the pool's
 * own users share. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
 */
export function createUserPools({
  pools,
  replicas,
  clock,
  log,
}: {
  readonly pools: readonly Pool[]
  /** How many processes share the quotas. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
}): UserPools {
  const clientOf = createClients(pools, log)
  const perSecond = (calls: number) => createLimits(shareOf({ calls, per: 1000 }, replicas))
  const userCreation = createLimits(shareOf(confirmationRate, replicas))
  const userList = perSecond(10)
  const userPoolRead = perSecond(1)

  return {
    listUnconfirmed: (poolId, pageToken) =>
      readPage(poolId, 'cognito:user_status = "UNCONFIRMED"', pageToken, {
        urgency: 'background',
        timeout: callTimeout,
      }),

    find: async (poolId, attribute, value) => {
      const filter = `${attribute} = "${filterValue(value)}"`
      const pace: Pace = { urgency: 'click', timeout: lookTimeout }
      const users: PoolUser[] = []
      for await (const page of everyPage((token) => readPage(poolId, filter, token, pace))) {
        if (page.unreadable > 0) throw new Error('Some of the users found made no sense')
        users.push(...page.users.filter((user) => isCalled(user, attribute, value)))
      }
      return users
    },

    confirm: ({ poolId, sub, clientMetadata, startBefore, isUrgent }) => {
      const { client, region } = clientOf(poolId)
      const urgency = isUrgent ? 'click' : 'background'
      return userCreation(region).schedule(urgency, async (): Promise<ConfirmAnswer> => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        try {
          const command = new AdminConfirmSignUpCommand({
            UserPoolId: poolId,
            Username: sub,
            ClientMetadata: { ...clientMetadata },
          })
          const answer = await inTime(callTimeout, (abortSignal) =>
            client.send(expectEmptyAnswer(command), { abortSignal }),
          )
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

  function readPage(poolId: string, filter: string, token: string | null, pace: Pace): Promise<UserPage> {
    const { client, region } = clientOf(poolId)
    const page = token === null ? {} : { PaginationToken: token }
    const command = new ListUsersCommand({ UserPoolId: poolId, Filter: filter, Limit: 60, ...page })
    return userList(region).schedule(pace.urgency, async () =>
      readUserPage(
        poolId,
        await inTime(pace.timeout, (abortSignal) => client.send(command, { abortSignal })),
      ),
    )
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

interface Pace {
  readonly urgency: Urgency
  readonly timeout: number
}

/** The SDK's own signal does not cover the search for credentials, which can hang too. */
async function inTime<T>(milliseconds: number, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const answer = await within(systemClock, milliseconds + 1000, send(AbortSignal.timeout(milliseconds)))
  if (answer === null) throw new Error('No answer in time')
  return answer
}

/** A list that ignores its filter names nobody. */
function isCalled(user: PoolUser, attribute: 'sub' | 'username' | 'email', value: string): boolean {
  if (attribute === 'sub') return user.sub === value
  if (attribute === 'username') return user.userName.toLowerCase() === value.toLowerCase()
  return user.attributes['email']?.toLowerCase() === value.toLowerCase()
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
function filterValue(text: string): string {
  return text.replace(/[\\"]/g, '\\$&')
}

async function lookUp(client: CognitoIdentityProviderClient, poolId: string, sub: string): Promise<LookUp> {
  const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: sub })
  const answer = await inTime(lookTimeout, (abortSignal) => client.send(command, { abortSignal }))
  const requestId = answer.$metadata.requestId ?? null
  const found = foundFormat.safeParse(answer)
  if (!found.success) return { kind: 'failed', reason: { kind: 'no-answer' }, requestId }
  return { kind: 'found', status: found.data.UserStatus, isEnabled: found.data.Enabled, requestId }
}
