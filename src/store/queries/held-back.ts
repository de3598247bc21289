// Rounds without a card of their own, and the one message of each pool that tells how many there are.
import type { HeldBack } from '../../domain/workspace.ts'
import type { Tx } from '../transaction.ts'

/** How many of the pool wait without a card, and since when. */
export async function readHeldBack(tx: Tx, poolId: string): Promise<HeldBack> {
  const row = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select((select) => [
      select.fn.countAll().as('count'),
      select.fn.min('sign_ups.signed_up_at').as('since'),
    ])
    .where('rounds.is_held_back', '=', 1)
    .where('sign_ups.pool_id', '=', poolId)
    .executeTakeFirstOrThrow()
  const count = Number(row.count)
  return { count, since: count === 0 ? null : new Date(Number(row.since)) }
}

/** Of the rounds that want a card in these pools, longest wait first, all after the first `most` get none. Says how many. */
export async function holdBack(tx: Tx, poolIds: readonly string[], most: number): Promise<number> {
  if (poolIds.length === 0) return 0
  const rows = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['rounds.id', 'sign_ups.pool_id as poolId'])
    .where('rounds.wants_card', '=', 1)
    .where('rounds.kind', '=', 'waiting')
    .where('sign_ups.pool_id', 'in', [...poolIds])
    .orderBy('sign_ups.signed_up_at')
    .orderBy('rounds.id')
    .execute()
  const rest = rows.slice(most)
  for (const { id } of rest) {
    await tx.updateTable('rounds').set({ wants_card: 0, is_held_back: 1 }).where('id', '=', id).execute()
  }
  for (const poolId of new Set(rest.map((row) => row.poolId))) await touchNotice(tx, poolId)
  return rest.length
}

/** The round has ended, or gets a card after all. */
export async function noLongerHeldBack(tx: Tx, poolId: string, roundId: string): Promise<void> {
  const freed = await tx
    .updateTable('rounds')
    .set({ is_held_back: 0 })
    .where('id', '=', roundId)
    .where('is_held_back', '=', 1)
    .executeTakeFirst()
  if (freed.numUpdatedRows === 1n) await touchNotice(tx, poolId)
}

/** What the pool's message tells has changed. */
export async function touchNotice(tx: Tx, poolId: string): Promise<void> {
  await tx
    .updateTable('messages')
    .set((row) => ({ version: row('version', '+', 1), is_behind: 1 }))
    .where('pool_id', '=', poolId)
    .where('kind', '=', 'held-back')
    .where('gone_at', 'is', null)
    .execute()
}
