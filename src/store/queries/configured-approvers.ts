// The approvers that are configured: a change of them is an audit event that names them.
import { approversFormat, type Pool } from '../../domain/pool.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { insertEvent } from './insert-event.ts'

type Configured = Pick<Pool, 'id' | 'approvers'>

/** The part of the store that the start works with. */
export function approversLedger({ transact, newId }: StoreParts) {
  return {
    /** Writes down who the approvers are. Returns the ids of pools that had others when they were last seen. */
    noteApprovers: (pools: readonly Configured[]) =>
      transact(async (tx, now): Promise<readonly string[]> => {
        const changed: string[] = []
        for (const pool of pools) if (await noteOne(tx, { id: newId(), at: now }, pool)) changed.push(pool.id)
        return changed
      }),
  }
}

async function noteOne(
  tx: Tx,
  event: { readonly id: string; readonly at: number },
  { id: poolId, approvers }: Configured,
): Promise<boolean> {
  const row = await tx
    .selectFrom('configured_approvers')
    .select('approvers')
    .where('pool_id', '=', poolId)
    .executeTakeFirst()
  const after = inOrder(approvers)
  const written = JSON.stringify(after)
  if (row?.approvers === written) return false
  await tx
    .insertInto('configured_approvers')
    .values({ pool_id: poolId, approvers: written })
    .onConflict((conflict) => conflict.column('pool_id').doUpdateSet({ approvers: written }))
    .execute()
  if (row === undefined) return false
  const before = approversFormat.parse(JSON.parse(row.approvers))
  await insertEvent(tx, {
    ...event,
    kind: 'approvers-changed',
    pool_id: poolId,
    outcome: JSON.stringify({ kind: 'approvers-changed', before, after }),
  })
  return true
}

/** In another order they are the same. */
function inOrder({ groups, users }: Pool['approvers']): Pool['approvers'] {
  return { groups: groups.toSorted(), users: users.toSorted() }
}
