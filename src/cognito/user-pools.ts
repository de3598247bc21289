// The user pools, over the AWS SDK: list who may be waiting, confirm a user, look a user up.
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import type { ConfirmAnswer, LookUp } from '../domain/attempt.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import type { UserPage } from '../domain/user-page.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import { type Log, withoutSecrets } from '../shared/log.ts'
import { createOddNotes } from '../shared/read-leniently.ts'
import { createClients } from './create-clients.ts'
import { awsError, confirmAnswerOf, lookUpOf } from './errors.ts'
import { expectEmptyAnswer } from './expect-empty-answer.ts'
import { callTimeout, inTime, lookUpTimeout } from './in-time.ts'
import { createCognitoLimits } from './limits.ts'
import { createUserLists, type FindableAttribute } from './list-users.ts'

/** Every call is made once, as soon as its limit has a slot. Calls that a person waits for go first. */
interface UserPools {
  /** One page of the users who may be waiting. Throws if Cognito gives no usable answer. */
  listUnconfirmed(poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage>
  /** Users with exactly this value of the attribute, whatever their status. Throws as `listUnconfirmed` does. */
  find(
    poolId: string,
    attribute: FindableAttribute,
    value: string,
    urgency: Urgency,
  ): Promise<readonly PoolUser[]>
  /** Resolves when Cognito can take one more confirmation. */
  whenRoomToConfirm(poolId: string, urgency: Urgency): Promise<void>
  /** One call of `AdminConfirmSignUp`, not started after `startBefore`. */
  confirm(call: {
    readonly poolId: string
    readonly sub: string
    readonly clientMetadata: Readonly<Record<string, string>>
    readonly startBefore: Date
    readonly urgency: Urgency
  }): Promise<ConfirmAnswer>
  /**
   * One call of `AdminGetUser`, over by the deadline, answered or not. It makes the user a billable monthly active user, so
   * never for every user of a list.
   */
  lookUp(call: {
    readonly poolId: string
    readonly sub: string
    readonly urgency: Urgency
    readonly deadline?: Date
  }): Promise<LookUp>
}

const tooLateToLookUp: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

const foundFormat = z.object({ UserStatus: z.string(), Enabled: z.boolean().nullish() })

export interface UserPoolsParts {
  readonly pools: readonly Pool[]
  /** How many processes share the quotas. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
}

export function createUserPools({ pools, replicas, clock, log }: UserPoolsParts): UserPools {
  const clientOf = createClients(pools, log)
  const limits = createCognitoLimits(replicas)
  const odd = createOddNotes(log)

  return {
    ...createUserLists({ limits, clientOf, odd }),

    whenRoomToConfirm: (poolId, urgency) =>
      limits.claimsIn(clientOf(poolId).region).schedule(urgency, async () => {}),

    confirm: ({ poolId, sub, clientMetadata, startBefore, urgency }) => {
      const { client, region } = clientOf(poolId)
      return limits.limitOf('UserCreation', region).schedule(urgency, async (): Promise<ConfirmAnswer> => {
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

    lookUp: ({ poolId, sub, urgency, deadline }) => {
      const { client, region } = clientOf(poolId)
      return limits.limitOf('UserPoolRead', region).schedule(urgency, async () => {
        const left =
          deadline === undefined ? Number.POSITIVE_INFINITY : deadline.getTime() - clock.now().getTime()
        if (left < lookUpTimeout) return tooLateToLookUp
        try {
          return await lookUp(client, poolId, sub)
        } catch (error) {
          return logged('AdminGetUser', lookUpOf(awsError(error)), error)
        }
      })
    },
  }

  async function lookUp(client: CognitoIdentityProviderClient, poolId: string, sub: string): Promise<LookUp> {
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: sub })
    const answer = await inTime(lookUpTimeout, (abortSignal) => client.send(command, { abortSignal }))
    const requestId = answer.$metadata.requestId ?? null
    const found = foundFormat.safeParse(answer)
    if (!found.success) {
      for (const { path } of found.error.issues) odd('AdminGetUser')(path.join('.'))
      return { kind: 'failed', reason: { kind: 'no-answer' }, requestId }
    }
    return { kind: 'found', status: found.data.UserStatus, isEnabled: found.data.Enabled ?? true, requestId }
  }

  /** AWS's own message contains ARNs, so it goes only to the log. */
  function logged<T extends ConfirmAnswer | LookUp>(call: string, answer: T, error: unknown): T {
    const { name, message, status, requestId } = awsError(error)
    const facts = { call, answer: answer.kind, awsError: name, status, awsRequestId: requestId }
    const isSetup = ['forbidden', 'credentials', 'pool-missing', 'bad-parameter'].includes(answer.kind)
    if (isSetup)
      log.error(
        { ...facts, awsMessage: withoutSecrets(message) },
        'Cognito refused a call: the bot is set up wrong',
      )
    else log.warn(facts, 'a call to Cognito failed')
    return answer
  }
}
