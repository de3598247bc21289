// The calls that change a user and do the same twice: each is made once, as soon as its limit has a slot.
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Update, UpdateAnswer } from '../domain/attempt.ts'
import type { Person } from '../domain/person.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Client, RegionClient } from './create-clients.ts'
import { awsError, updateAnswerOf } from './errors.ts'
import type { InTheirName } from './in-their-name.ts'
import { inTime, lookUpTimeout } from './in-time.ts'
import type { CognitoLimits } from './limits.ts'

export interface UpdateCall {
  readonly call: Update
  readonly poolId: string
  readonly sub: string
  /** Whoever decided it. */
  readonly by: Person
  /** Not started after this. */
  readonly startBefore: Date
  readonly urgency: Urgency
}

export interface GroupCall extends Omit<UpdateCall, 'call'> {
  readonly group: string
}

interface MetadataBearer {
  readonly $metadata: { readonly requestId?: string | undefined }
}

export interface UpdatingParts {
  readonly limits: CognitoLimits
  readonly clock: Clock
  clientOf(poolId: string): RegionClient
  readonly inTheirName: InTheirName
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

/** A call as it is limited and timed. */
type Made = Pick<UpdateCall, 'poolId' | 'by' | 'startBefore' | 'urgency'>

export function createUpdates({ limits, clock, clientOf, inTheirName, logged }: UpdatingParts) {
  const once = async (
    name: string,
    { poolId, by, startBefore, urgency }: Made,
    ask: (client: Client, abortSignal: AbortSignal) => Promise<MetadataBearer>,
  ): Promise<UpdateAnswer> => {
    const { region } = clientOf(poolId)
    const send = async (client: Client): Promise<UpdateAnswer> => {
      if (clock.now() >= startBefore) return { kind: 'not-sent' }
      const answer = await inTime(lookUpTimeout, (abortSignal) => ask(client, abortSignal))
      return { kind: 'done', requestId: answer.$metadata.requestId ?? null }
    }
    try {
      return await inTheirName({ poolId, by, call: name }, (client) =>
        limits.limitOf('UserUpdate', region).schedule(urgency, () => send(client)),
      )
    } catch (error) {
      return logged(name, updateAnswerOf(awsError(error), name), error)
    }
  }
  return {
    update: ({ call, sub, ...made }: UpdateCall) => {
      const { name, commandFor } = calls[call]
      const command = commandFor({ UserPoolId: made.poolId, Username: sub })
      return once(name, made, (client, abortSignal) => client.send(command, { abortSignal }))
    },
    addToGroup: ({ sub, group, ...made }: GroupCall) => {
      const user = { UserPoolId: made.poolId, Username: sub, GroupName: group }
      const command = new AdminAddUserToGroupCommand(user)
      return once('AdminAddUserToGroup', made, (client, abortSignal) => client.send(command, { abortSignal }))
    },
  }
}
