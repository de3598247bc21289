// The IAM policies that the configured pools need, to be pasted.
import { type AwsAction, approverActionsOf, awsActions, ownActionsOf } from './aws-actions.ts'
import type { Pool } from './pool.ts'
import { type AwsCaller, poolArn, principalOf } from './pool-settings.ts'

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}

interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** Whose policy it is; null for Countersign's own role or user. */
export interface PolicyOf {
  readonly role: string | null
  readonly policy: Policy
}

type ActionsOf = (pool: Pool) => readonly AwsAction[]

/** Countersign's own, then those of the approver roles. Without a `caller`, words stand for the account and the role. */
export function policiesFor(pools: readonly Pool[], caller: AwsCaller | null): readonly PolicyOf[] {
  const known = caller ?? { account: 'ACCOUNT', arn: 'arn:aws:iam::ACCOUNT:role/ROLE', source: null }
  const roles = [...new Set(pools.flatMap(({ approverRole }) => approverRole ?? []))]
  const own = [
    ...onPools(pools, ownActionsOf, known),
    ...(roles.length === 0 ? [] : [allowing('ApproverRole', namesOf(awsActions['approver-role']), roles)]),
    ...forDoctor(pools, roles, known),
  ]
  return [
    { role: null, policy: policy(own) },
    ...roles.map((role) => {
      const theirs = pools.filter(({ approverRole }) => approverRole === role)
      return { role, policy: policy(onPools(theirs, approverActionsOf, known)) }
    }),
  ]
}

/** Pools that need the same actions share a statement. */
function onPools(pools: readonly Pool[], actionsOf: ActionsOf, caller: AwsCaller): readonly Statement[] {
  const namesFor = (pool: Pool) => namesOf(actionsOf(pool).filter(({ on }) => on === 'pool'))
  const groups = Map.groupBy(pools, (pool) => namesFor(pool).join())
  return [...groups].map(([names, alike], index) =>
    allowing(
      `Countersign${index === 0 ? '' : index + 1}`,
      names.split(','),
      alike.map((pool) => poolArn(pool, caller)),
    ),
  )
}

function forDoctor(
  pools: readonly Pool[],
  roles: readonly string[],
  caller: AwsCaller,
): readonly Statement[] {
  const actions: readonly AwsAction[] = awsActions.doctor
  const on = (where: AwsAction['on']) => namesOf(actions.filter((action) => action.on === where))
  const itself = principalOf(caller.arn)
  return [
    allowing(
      'Doctor',
      on('pool'),
      pools.map((pool) => poolArn(pool, caller)),
    ),
    allowing('DoctorAsks', on('principals'), [...(itself === null ? [] : [itself]), ...roles]),
  ]
}

function policy(statements: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements }
}

function allowing(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources }
}

function namesOf(actions: readonly AwsAction[]): readonly string[] {
  return actions.map(({ action }) => action)
}
