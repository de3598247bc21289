// Rounds that are held back: how many there are, and which are next.
import type { HeldBack } from '../../domain/card-view.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { rowsChanged } from './chunks.ts'
import { changeCards } from './round-cards.ts'

/** How many of the pool wait without a card, and since when. */
export async function readHeldBack(tx: Tx, poolId: string): Promise<HeldBack> {
  const row = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select((select) => [
      select.fn.countAll().as('count'),
      select.fn.min('sign_ups.signed_up_at').as('since'),
    ])
    .where('rounds.card', '=', 'held-back')
    .where('rounds.pool_id', '=', poolId)
    .executeTakeFirstOrThrow()
  const count = Number(row.count)
  return { count, since: count === 0 ? null : new Date(Number(row.since)) }
}

/** The part of the store that holds rounds back. */
export function holdingBackLedger({ transact }: StoreParts) {
  return {
    /** Holds back all rounds that want a card in these pools, except the `most` that wait longest. Returns how many. */
    holdBack: async (poolIds: readonly string[], most: number): Promise<number> => {
      if (poolIds.length === 0) return 0
      for (let held = 0; ; ) {
        const more = await transact((tx) => holdBackSome(tx, poolIds, most))
        held += more
        if (more < rowsChanged) return held
      }
    },
  }
}

/** Holds back those of them who have waited for the shortest time, as many as one transaction changes. */
async function holdBackSome(tx: Tx, poolIds: readonly string[], most: number): Promise<number> {
  const wanting = tx
    .selectFrom('rounds')
    .where('rounds.card', '=', 'wanted')
    .where('rounds.pool_id', 'in', [...poolIds])
    .where('rounds.kind', '=', 'waiting')
  const { count } = await wanting.select((row) => row.fn.countAll().as('count')).executeTakeFirstOrThrow()
  const tooMany = Number(count) - most
  if (tooMany <= 0) return 0
  const rows = await wanting
    .select('rounds.id')
    .orderBy('rounds.signed_up_at', 'desc')
    .orderBy('rounds.id', 'desc')
    .limit(Math.min(tooMany, rowsChanged))
    .execute()
  await changeCards(
    tx,
    rows.map(({ id }) => id),
    'hold-back',
  )
  return rows.length
}
