// Sign-ups that have lapsed and were not reopened: a list goes on with them after those who wait.
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../transaction.ts'
import { type StoredRound, selectRounds, storedRound } from './rounds.ts'
import { isBeyond, type RoundPlace } from './waiting-rounds.ts'

/** Written out as the index has it. */
const hasLapsed = sql<SqlBool>`rounds.lapsed_at is not null`

/** Of a pool, whoever signed up first comes first. */
export async function readLapsedRounds(
  tx: Tx,
  poolId: string,
  { after, limit }: { readonly after: RoundPlace | null; readonly limit: number },
): Promise<readonly StoredRound[]> {
  const all = selectRounds(tx).where('rounds.pool_id', '=', poolId).where(hasLapsed)
  const rows = await (after === null ? all : all.where(isBeyond('>', after)))
    .orderBy('rounds.signed_up_at')
    .orderBy('rounds.id')
    .limit(limit)
    .execute()
  return rows.map(storedRound)
}

/** How many there are in a pool; only up to and including this one, if given. */
export async function countLapsedRounds(tx: Tx, poolId: string, last: RoundPlace | null): Promise<number> {
  const all = tx
    .selectFrom('rounds')
    .select((row) => row.fn.countAll().as('count'))
    .where('rounds.pool_id', '=', poolId)
    .where(hasLapsed)
  const { count } = await (last === null ? all : all.where(isBeyond('<=', last))).executeTakeFirstOrThrow()
  return Number(count)
}
