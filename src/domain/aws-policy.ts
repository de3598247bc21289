// The IAM policy that the configured pools need, to be pasted.
import { type AwsAction, actionsOf, awsActions } from './aws-actions.ts'
import type { Pool } from './pool.ts'
import { type AwsCaller, poolArn, principalOf } from './pool-settings.ts'

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** Pools that need the same actions share a statement. Without a `caller`, the account and the role stand as words to replace. */
export function policyFor(pools: readonly Pool[], caller: AwsCaller | null): Policy {
  const known = caller ?? { account: 'ACCOUNT', arn: 'arn:aws:iam::ACCOUNT:role/ROLE', source: null }
  const arnOf = (pool: Pool) => poolArn(pool, known)
  const groups = Map.groupBy(pools, (pool) => namesOf(actionsOf(pool)).join())
  const statements = [...groups.values()].map((alike, index): Statement => {
    const [first] = alike
    return {
      Sid: `Countersign${index === 0 ? '' : index + 1}`,
      Effect: 'Allow',
      Action: first === undefined ? [] : namesOf(actionsOf(first)),
      Resource: alike.map(arnOf),
    }
  })
  return { Version: '2012-10-17', Statement: [...statements, ...forDoctor(pools.map(arnOf), known)] }
}

function forDoctor(pools: readonly string[], { arn }: AwsCaller): readonly Statement[] {
  const actions: readonly AwsAction[] = awsActions.doctor
  const on = (where: AwsAction['on']) => namesOf(actions.filter((action) => action.on === where))
  return [
    { Sid: 'Doctor', Effect: 'Allow', Action: on('pool'), Resource: pools },
    { Sid: 'DoctorItself', Effect: 'Allow', Action: on('itself'), Resource: principalOf(arn) ?? '*' },
  ]
}

function namesOf(actions: readonly AwsAction[]): readonly string[] {
  return actions.map(({ action }) => action)
}
