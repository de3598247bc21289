// A look at one user, by `sub`: AdminGetUser, and the list before anybody is called deleted.
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { z } from 'zod'
import type { LookUp } from '../domain/attempt.ts'
import { idFormat } from '../domain/stored-text.ts'
import type { UserSearch } from '../domain/user-search.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { type NoteOdd, readLeniently, UnreadableAnswer } from '../shared/read-leniently.ts'
import type { RegionClient } from './create-clients.ts'
import { awsError, lookInListOf, lookUpOf } from './errors.ts'
import { inTime, lookUpTimeout } from './in-time.ts'
import type { CognitoLimits } from './limits.ts'
import type { UserQuestion } from './list-users.ts'

export interface LookUpCall {
  readonly poolId: string
  readonly sub: string
  readonly urgency: Urgency
  /** Over by then, answered or not. */
  readonly deadline?: Date
}

export interface LookingUpParts {
  readonly limits: CognitoLimits
  readonly clock: Clock
  readonly log: Log
  odd(from: string): NoteOdd
  clientOf(poolId: string): RegionClient
  search(poolId: string, question: UserQuestion, urgency: Urgency): Promise<UserSearch>
  /** Logs the answer and returns it. */
  logged(call: string, answer: LookUp, error: unknown): LookUp
}

/** How long Cognito gets to agree with itself, in milliseconds. */
const askAgainAfter = 2000

const tooLate: LookUp = { kind: 'failed', reason: { kind: 'no-answer' }, requestId: null }

const foundFormat = z.object({
  UserStatus: idFormat,
  Enabled: z.boolean().default(true),
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string().optional() })).optional(),
})

export function createLookUps(parts: LookingUpParts) {
  const { limits, clock, log, odd, clientOf, search, logged } = parts

  /** Negative once it is too late to look. */
  const timeLeft = ({ deadline }: LookUpCall) =>
    deadline === undefined
      ? Number.POSITIVE_INFINITY
      : deadline.getTime() - clock.now().getTime() - lookUpTimeout

  const lookInList = async (call: LookUpCall): Promise<LookUp> => {
    if (timeLeft(call) < 0) return tooLate
    try {
      const found = await search(call.poolId, { attribute: 'sub', value: call.sub }, call.urgency)
      if (found.kind !== 'found') throw new Error(`The search for one user is ${found.kind}`)
      const [user] = found.users
      if (user === undefined) return { kind: 'gone', requestId: null }
      const { status, isEnabled } = user
      return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
    } catch (error) {
      return logged('ListUsers', lookInListOf(awsError(error)), error)
    }
  }

  const lookUp = async (call: LookUpCall): Promise<LookUp> => {
    const first = await lookOnce(call)
    if (first.kind !== 'contradicted') return first
    const facts = { flow: 'look-up', pool: call.poolId, sub: call.sub, awsRequestId: first.requestId }
    log.warn(facts, 'Cognito does not know a user whom it lists: asking again')
    if (timeLeft(call) < askAgainAfter) return first
    await clock.sleep(askAgainAfter)
    const second = await lookOnce(call)
    return second.kind === 'failed' ? first : second
  }

  /** `AdminGetUser` may be wrong in two ways: it may not know a user who is listed, and show another user in their place. */
  const lookOnce = async (call: LookUpCall): Promise<LookUp> => {
    const answer = await getUser(call)
    if (answer.kind === 'found-other') return lookInList(call)
    if (answer.kind !== 'gone') return answer
    const { requestId } = answer
    const listed = await lookInList(call)
    if (listed.kind === 'found') return { kind: 'contradicted', status: listed.status, requestId }
    return { ...listed, requestId }
  }

  const getUser = async ({
    poolId,
    sub,
    ...call
  }: LookUpCall): Promise<LookUp | { readonly kind: 'found-other' }> => {
    const { client, region } = clientOf(poolId)
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: sub })
    const send = async () => {
      if (timeLeft({ poolId, sub, ...call }) < 0) return tooLate
      const answer = await inTime(lookUpTimeout, (abortSignal) => client.send(command, { abortSignal }))
      return readUser(answer, sub, answer.$metadata.requestId ?? null)
    }
    try {
      return await limits.limitOf('UserPoolRead', region).schedule(call.urgency, send)
    } catch (error) {
      return logged('AdminGetUser', lookUpOf(awsError(error)), error)
    }
  }

  /** Cognito takes a user name before a `sub`, so it may answer with somebody who is named like this `sub`. */
  const readUser = (answer: unknown, sub: string, requestId: string | null) => {
    const found = readFound(answer, odd('AdminGetUser'))
    if (found === null) return { ...tooLate, requestId }
    const { UserStatus: status, Enabled: isEnabled, UserAttributes: attributes = [] } = found
    const theirs = attributes.find(({ Name }) => Name === 'sub')?.Value
    if (theirs === undefined || theirs === sub)
      return { kind: 'found', status, isEnabled, isSurelyTheirs: theirs === sub, requestId } as const
    log.warn(
      { flow: 'look-up', sub, other: theirs, awsRequestId: requestId },
      'Cognito answered with another user',
    )
    return { kind: 'found-other' } as const
  }

  return { lookUp, lookInList }
}

/** Null if it does not say what the user's state is; nobody is taken for enabled on a guess. */
function readFound(answer: unknown, odd: NoteOdd): z.infer<typeof foundFormat> | null {
  try {
    return readLeniently(foundFormat, answer, odd, ['Enabled'])
  } catch (error) {
    if (error instanceof UnreadableAnswer) return null
    throw error
  }
}
