// Rounds that are held back: how many there are, and which are next.
import type { HeldBack } from '../../domain/card-view.ts'
import type { StoreParts, Tx } from '../transaction.ts'
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

/** More rounds than can ever wait, because SQL wants a limit with an offset. */
const everyone = 1_000_000_000

/** How many rounds one statement changes, since each takes a value. */
const batch = 1000

/** The part of the store that holds rounds back. */
export function holdingBackLedger({ transact }: StoreParts) {
  return {
    /** Holds back all rounds that want a card in these pools, except the `most` that wait longest. Returns how many. */
    holdBack: (poolIds: readonly string[], most: number): Promise<number> =>
      transact(async (tx) => {
        if (poolIds.length === 0) return 0
        const rows = await tx
          .selectFrom('rounds')
          .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
          .select('rounds.id')
          .where('rounds.card', '=', 'wanted')
          .where('rounds.pool_id', 'in', [...poolIds])
          .where('rounds.kind', '=', 'waiting')
          .orderBy('sign_ups.signed_up_at')
          .orderBy('rounds.id')
          .offset(most)
          .limit(everyone)
          .execute()
        const ids = rows.map(({ id }) => id)
        for (let from = 0; from < ids.length; from += batch)
          await changeCards(tx, ids.slice(from, from + batch), 'hold-back')
        return ids.length
      }),
  }
}
