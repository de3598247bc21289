// Raises the version of messages, so that they are redrawn. No other file does.
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/** Something that the messages of these rounds show has changed, or what a digest counts. */
export async function touchShowing(tx: Tx, roundIds: readonly string[]): Promise<void> {
  for (const roundId of roundIds) await raiseShowing(tx, { roundId })
}

const raiseShowing = statement((tx, given: Given<{ roundId: string }>) =>
  raise(tx).where('id', 'in', (from) =>
    from
      .selectFrom('message_rounds')
      .select('message_rounds.message_id')
      .where('message_rounds.round_id', '=', given('roundId'))
      .union(
        from
          .selectFrom('rounds')
          .select((row) => row.ref('rounds.digest_id').$notNull().as('message_id'))
          .where('rounds.id', '=', given('roundId'))
          .where('rounds.digest_id', 'is not', null),
      ),
  ),
)

/** Who stands in these digests has changed, or what became of them. */
export async function touchDigests(tx: Tx, digestIds: readonly string[]): Promise<void> {
  if (digestIds.length === 0) return
  await raise(tx)
    .where('id', 'in', [...digestIds])
    .execute()
}

/** The progress of a bulk approval has changed. Returns the new version of its message; null if that is gone or forgotten. */
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

/** From now on, the message is drawn in its plainest form. */
export async function makePlain(tx: Tx, messageId: string): Promise<void> {
  await raise(tx).set({ is_plain: 1 }).where('id', '=', messageId).execute()
}

function raise(tx: Tx) {
  return tx
    .updateTable('messages')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('kind', '<>', 'gone')
}
