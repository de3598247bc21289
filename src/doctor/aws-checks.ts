// What the doctor checks in AWS: the credentials, the clock, and each action that the configured features need.
import type { LookUp } from '../domain/attempt.ts'
import { type AwsAction, approverActionsOf, ownActionsOf } from '../domain/aws-actions.ts'
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import {
  type AwsCaller,
  type AwsReply,
  type Decided,
  isRoot,
  poolArn,
  principalOf,
} from '../domain/pool-settings.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { type Clock, within } from '../shared/clock.ts'
import { type QuotaUse, awsSays as says } from '../wording/doctor-aws.ts'
import { startProblemLines } from '../wording/start.ts'
import type { Check } from './run-checks.ts'

interface Simulation {
  readonly principal: string
  readonly actions: readonly string[]
  readonly resource: string
}

export interface AwsCheckParts {
  readonly pools: readonly Pool[]
  readonly clock: Clock
  /** How often the bot calls Cognito at most, beside the quotas. */
  readonly quotas: readonly QuotaUse[]
  readonly aws: {
    /** Reads the first page of a pool's list: the problem, or null if there is none. Rejects if Cognito gives no answer. */
    list(pool: Pool): Promise<StartProblem | null>
    /** Looks at a user who does not exist. */
    lookUp(pool: Pool): Promise<LookUp>
    /** How far this machine's clock is ahead of the newest answer, in milliseconds; null if there was none. */
    skew(): Promise<number | null>
    /** Null if there is nobody to ask: Cognito is somebody's own, and STS or IAM is not. */
    caller(): Promise<AwsReply<AwsCaller> | null>
    readonly simulate: ((simulation: Simulation) => Promise<AwsReply<ReadonlyMap<string, Decided>>>) | null
  }
}

/** How long Cognito gets to answer, in milliseconds: less than a whole check. */
const patience = 10_000

/** AWS accepts signatures within 5 minutes. Half a minute may be the answer's way. */
const [tooFar, farther] = [300, 30]

export function awsChecks(parts: AwsCheckParts): readonly Check[] {
  const { pools, aws, quotas } = parts
  const lists = new Map(pools.map((pool) => [pool, readList(parts, pool)]))
  const check = (id: string, run: Check['run']): Check => ({ id, section: 'aws', run })
  return [
    check('aws-credentials', async () => [credentials(await aws.caller())]),
    check('aws-clock', async () => [clockFound(await aws.skew())]),
    check('aws-quotas', async () => [ok(says.quotas(quotas))]),
    ...pools.flatMap((pool) => [
      { ...check('aws-read', async () => [await listing(lists.get(pool), pool, pools)]), pool },
      { ...check('aws-look-up', async () => [lookedUp(await aws.lookUp(pool), pool)]), pool },
      { ...check('aws-write', async () => changes(parts, pool, await aws.caller())), pool },
    ]),
  ]
}

type Listed =
  | { readonly kind: 'answered'; readonly problem: StartProblem | null }
  | { readonly kind: 'no-answer' }

/** Never rejects. */
async function readList({ aws, clock }: AwsCheckParts, pool: Pool): Promise<Listed> {
  try {
    const asked = aws.list(pool).then((problem) => ({ kind: 'answered', problem }) as const)
    return (await within(clock, patience, asked)) ?? { kind: 'no-answer' }
  } catch {
    return { kind: 'no-answer' }
  }
}

function credentials(reply: AwsReply<AwsCaller> | null): Found {
  if (reply === null) return notChecked(says.elsewhere('Whose the credentials are', 'AWS_ENDPOINT_URL_STS'))
  if (reply.kind === 'read') {
    const caller = reply.value
    return isRoot(caller.arn) ? warning(says.root(caller)) : ok(says.caller(caller))
  }
  const { reason } = reply
  return reason.kind === 'credentials'
    ? fault(startProblemLines([reason], []).join(' '))
    : notChecked(says.callerUnread(reason))
}

function clockFound(skew: number | null): Found {
  if (skew === null) return notChecked(says.clockUnread)
  // An answer’s date has no milliseconds.
  const seconds = Math.abs(Math.round((skew - 500) / 1000))
  if (seconds >= tooFar) return fault(says.clockOff(seconds))
  return seconds >= farther ? warning(says.clockOff(seconds)) : ok(says.clock(seconds))
}

async function listing(
  reading: Promise<Listed> | undefined,
  pool: Pool,
  pools: readonly Pool[],
): Promise<Found> {
  const list = await reading
  if (list?.kind !== 'answered') return fault(says.noCognito(pool))
  const { problem } = list
  return problem === null
    ? ok(says.allowed(pool, 'cognito-idp:ListUsers', 'asked'))
    : fault(startProblemLines([problem], pools).join(' '))
}

function lookedUp(look: LookUp, pool: Pool): Found {
  const action = 'cognito-idp:AdminGetUser'
  if (look.kind !== 'failed') return ok(says.allowed(pool, action, 'asked'))
  const { reason } = look
  if (reason.kind !== 'forbidden') return notChecked(says.unread(pool, action, reason))
  // It was asked, and then the list, which is another action.
  return reason.action === action
    ? fault(says.forbidden(pool, action, null))
    : ok(says.allowed(pool, action, 'asked'))
}

/** What changes something is not tried out: IAM says whether it would be allowed, to Countersign or to the pool's approver role. */
async function changes(
  { aws }: AwsCheckParts,
  pool: Pool,
  caller: AwsReply<AwsCaller> | null,
): Promise<readonly Found[]> {
  const own = ownActionsOf(pool).filter(({ isRead }) => !isRead)
  const all = [...own, ...approverActionsOf(pool)].map(({ action }) => action)
  const { simulate } = aws
  if (simulate === null) return [notChecked(says.elsewhere('IAM', 'AWS_ENDPOINT_URL_IAM'))]
  if (caller?.kind !== 'read') return [notChecked(says.callerNeeded(pool, all))]
  const onPool = poolArn(pool, caller.value)
  const { approverRole: role } = pool
  const asked: readonly Question[] = [
    { who: null, principal: principalOf(caller.value.arn), resource: role ?? onPool, actions: own },
    ...(role === null
      ? []
      : [{ who: role, principal: role, resource: onPool, actions: approverActionsOf(pool) }]),
  ]
  const found = await Promise.all(asked.map((one) => simulated(simulate, pool, one)))
  return found.flat()
}

interface Question {
  /** The approver role; null for Countersign's own role or user. */
  readonly who: string | null
  /** Null if nothing restricts it. */
  readonly principal: string | null
  readonly resource: string
  readonly actions: readonly AwsAction[]
}

async function simulated(
  simulate: NonNullable<AwsCheckParts['aws']['simulate']>,
  pool: Pool,
  { who, principal, resource, actions: all }: Question,
): Promise<readonly Found[]> {
  const actions = all.map(({ action }) => action)
  if (principal === null) return actions.map((action) => ok(says.allowed(pool, action, 'simulated')))
  const reply = await simulate({ principal, actions, resource })
  if (reply.kind === 'read')
    return actions.map((action) => decided(pool, action, who, reply.value.get(action)))
  return [
    notChecked(
      reply.reason.kind === 'forbidden'
        ? says.simulationForbidden(pool, actions, who)
        : says.simulationUnread(pool, actions, reply.reason),
    ),
  ]
}

function decided(pool: Pool, action: string, who: string | null, decision: Decided | undefined): Found {
  if (decision === 'allowed') return ok(says.allowed(pool, action, 'simulated'))
  return decision === 'denied'
    ? fault(says.forbidden(pool, action, who))
    : notChecked(says.unclear(pool, action))
}
