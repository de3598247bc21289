// The calls that change a user and do the same twice: each is made once, as soon as its limit has a slot.
import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Update, UpdateAnswer } from '../domain/attempt.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { RegionClient } from './create-clients.ts'
import { awsError, updateAnswerOf } from './errors.ts'
import { inTime, lookUpTimeout } from './in-time.ts'
import type { CognitoLimits } from './limits.ts'

export interface UpdateCall {
  readonly call: Update
  readonly poolId: string
  readonly sub: string
  /** Not started after this. */
  readonly startBefore: Date
  readonly urgency: Urgency
}

export interface UpdatingParts {
  readonly limits: CognitoLimits
  readonly clock: Clock
  clientOf(poolId: string): RegionClient
  /** Logs the answer and returns it. */
  logged(call: string, answer: UpdateAnswer, error: unknown): UpdateAnswer
}

interface Named {
  readonly UserPoolId: string
  readonly Username: string
}

const calls = {
  disable: { name: 'AdminDisableUser', commandFor: (user: Named) => new AdminDisableUserCommand(user) },
  enable: { name: 'AdminEnableUser', commandFor: (user: Named) => new AdminEnableUserCommand(user) },
  'sign-out': {
    name: 'AdminUserGlobalSignOut',
    commandFor: (user: Named) => new AdminUserGlobalSignOutCommand(user),
  },
} as const satisfies Record<Update, unknown>

export function createUpdates({ limits, clock, clientOf, logged }: UpdatingParts) {
  return {
    update: async ({ call, poolId, sub, startBefore, urgency }: UpdateCall): Promise<UpdateAnswer> => {
      const { client, region } = clientOf(poolId)
      const { name, commandFor } = calls[call]
      const send = async (): Promise<UpdateAnswer> => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        const command = commandFor({ UserPoolId: poolId, Username: sub })
        const answer = await inTime(lookUpTimeout, (abortSignal) => client.send(command, { abortSignal }))
        return { kind: 'done', requestId: answer.$metadata.requestId ?? null }
      }
      try {
        return await limits.limitOf('UserUpdate', region).schedule(urgency, send)
      } catch (error) {
        return logged(name, updateAnswerOf(awsError(error), name), error)
      }
    },
  }
}
