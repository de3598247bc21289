// The user pools, over the AWS SDK: list who may be waiting, confirm or change a user, look a user up.
import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { mayPass } from '../domain/approver-role.ts'
import type { ConfirmAnswer, LookUp, UpdateAnswer } from '../domain/attempt.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { UserPage } from '../domain/user-page.ts'
import type { UserSearch } from '../domain/user-search.ts'
import { type Called, uncounted } from '../shared/called.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import type { OutboundProxy } from '../shared/outbound-proxy.ts'
import { createOddNotes } from '../shared/read-leniently.ts'
import { type ApproverSessions, createSessions, readAhead } from './approver-sessions.ts'
import { type Client, createClients } from './create-clients.ts'
import { awsError, confirmAnswerOf } from './errors.ts'
import { createInTheirName } from './in-their-name.ts'
import { callTimeout, inTime } from './in-time.ts'
import { createCognitoLimits } from './limits.ts'
import { createUserLists, type UserQuestion } from './list-users.ts'
import { createLookUps, type LookUpCall } from './look-up.ts'
import { createUpdates, type GroupCall, type UpdateCall } from './update-users.ts'

/** Every call is made once, as soon as its limit has a slot. Calls that a person waits for go first. */
interface UserPools {
  /** One page of the users who may be waiting. Throws if Cognito gives no usable answer. */
  listUnconfirmed(poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage>
  /** Searches for users; stops after three pages. Throws as `listUnconfirmed` does. */
  search(poolId: string, question: UserQuestion, urgency: Urgency): Promise<UserSearch>
  /** Resolves when Cognito can take one more confirmation. */
  whenRoomToConfirm(poolId: string, urgency: Urgency): Promise<void>
  /** One call of `AdminConfirmSignUp`, not started after `startBefore`; two if the first was not signed right, or its session was over. */
  confirm(call: {
    readonly poolId: string
    readonly sub: string
    /** Whoever decided it. */
    readonly by: Person
    readonly clientMetadata: Readonly<Record<string, string>>
    readonly startBefore: Date
    readonly urgency: Urgency
  }): Promise<ConfirmAnswer>
  /** One call of `AdminDisableUser` or the like, which refuse nobody: the caller has to know the user's state. */
  update(call: UpdateCall): Promise<UpdateAnswer>
  /** One call of `AdminAddUserToGroup`, which knows the same exceptions. `pool-missing` is also a group that is missing. */
  addToGroup(call: GroupCall): Promise<UpdateAnswer>
  /**
   * A call of `AdminGetUser`, over by the deadline, answered or not. It makes the user a billable monthly active user, so
   * never for every user of a list. The list is asked before a user is called gone, and if Cognito shows another user.
   */
  lookUp(call: LookUpCall): Promise<LookUp>
  /** What the list shows of one user: `found`, `gone` or `failed`. It bills nobody. */
  lookInList(call: LookUpCall): Promise<LookUp>
  /** For the calls that decide, in pools with an approver role. Nothing waits for them. */
  readonly sessions: ApproverSessions
}

export interface UserPoolsParts {
  readonly pools: readonly Pool[]
  readonly proxy: OutboundProxy | null
  /** How many processes share the quotas. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
  readonly called?: Called
}

export function createUserPools(parts: UserPoolsParts): UserPools {
  const { replicas, clock, log, called = uncounted } = parts
  const clientOf = createClients({ ...parts, called })
  const sessions = createSessions({ ...parts, called, clientOf })
  const inTheirName = createInTheirName({ sessions, clientOf })
  const limits = createCognitoLimits(replicas, log)

  const odd = createOddNotes(log)
  const lists = createUserLists({ limits, clientOf, odd })

  return {
    ...lists,
    ...createLookUps({ limits, clock, log, odd, clientOf, search: lists.search, logged }),
    ...createUpdates({ limits, clock, clientOf, inTheirName, logged }),
    sessions: readAhead(sessions),

    whenRoomToConfirm: (poolId, urgency) =>
      limits.claimsIn(clientOf(poolId).region).schedule(urgency, async () => {}),

    confirm: async ({ poolId, sub, by, clientMetadata, startBefore, urgency }) => {
      const { region } = clientOf(poolId)
      const send = async (client: Client): Promise<ConfirmAnswer> => {
        if (clock.now() >= startBefore) return { kind: 'not-sent' }
        const command = new AdminConfirmSignUpCommand({
          UserPoolId: poolId,
          Username: sub,
          ClientMetadata: { ...clientMetadata },
        })
        const answer = await inTime(callTimeout, (abortSignal) => client.send(command, { abortSignal }))
        return { kind: 'confirmed', requestId: answer.$metadata.requestId ?? null }
      }
      try {
        return await inTheirName({ poolId, by, call: 'AdminConfirmSignUp' }, (client) =>
          limits.limitOf('UserCreation', region).schedule(urgency, () => send(client)),
        )
      } catch (error) {
        return logged('AdminConfirmSignUp', confirmAnswerOf(awsError(error)), error)
      }
    },
  }

  /** AWS's own words may hold names, addresses and ARNs, so they are not logged. */
  function logged<T extends ConfirmAnswer | LookUp | UpdateAnswer>(
    call: string,
    answer: T,
    error: unknown,
  ): T {
    const { name, status, requestId, roleProblem } = awsError(error)
    const role = roleProblem?.kind
    const facts = { call, answer: answer.kind, role, awsError: name, status, awsRequestId: requestId }
    if (roleProblem !== undefined) {
      const level = mayPass(roleProblem) ? 'warn' : 'error'
      log[level](facts, 'a decision could not be carried out in the approver’s name')
      return answer
    }
    const isSetup = ['forbidden', 'credentials', 'pool-missing', 'not-enabled', 'bad-parameter'].includes(
      answer.kind,
    )
    if (isSetup) log.error(facts, 'Cognito refused a call: the bot is set up wrong')
    else log.warn(facts, 'a call to Cognito failed')
    return answer
  }
}
