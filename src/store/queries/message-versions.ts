// The version of what messages show. It is raised here and nowhere else: a message is drawn again because of it.
import type { Tx } from '../transaction.ts'

/** Something about these rounds changed that their messages show. */
export async function touchShowing(tx: Tx, roundIds: readonly string[]): Promise<void> {
  if (roundIds.length === 0) return
  await raise(tx)
    .where('id', 'in', (from) =>
      from
        .selectFrom('message_rounds')
        .select('message_rounds.message_id')
        .where('message_rounds.round_id', 'in', [...roundIds]),
    )
    .execute()
}

/** More sign-ups of the pool wait without a card, or fewer. */
export async function touchNotice(tx: Tx, poolId: string): Promise<void> {
  await raise(tx).where('pool_id', '=', poolId).where('shows', '=', 'held-back').execute()
}

/** The message that the approvals were asked for on tells how far they are. Its new version; null if it is gone or forgotten. */
export async function touchBulkMessage(tx: Tx, bulkId: string): Promise<number | null> {
  const touched = await raise(tx)
    .where('id', 'in', (from) =>
      from
        .selectFrom('bulk_approvals')
        .select('bulk_approvals.message_id')
        .where('bulk_approvals.id', '=', bulkId),
    )
    .returning('version')
    .executeTakeFirst()
  return touched?.version ?? null
}

function raise(tx: Tx) {
  return tx
    .updateTable('messages')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('kind', '<>', 'gone')
}
