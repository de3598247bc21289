// Lists of the rounds that wait in a pool.
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Tx } from '../transaction.ts'
import { type StoredRound, selectRounds, storedRound } from './rounds.ts'

/** Written out as the index has it: SQLite would not use it for values that are bound. */
export const isOpenRound = sql<SqlBool>`rounds.kind in ('waiting', 'claimed')`

/** Where a list of rounds goes on: after this one, or before it. */
export interface RoundPlace {
  readonly id: string
  readonly signedUpAt: number
}

/** A page of a pool's list: what follows this round, or its beginning. */
interface Page {
  readonly after: RoundPlace | null
  readonly limit: number
}

/** Rounds that wait in a pool, longest first. */
export function readWaitingRounds(tx: Tx, poolId: string, page: Page): Promise<readonly StoredRound[]> {
  return readListed(tx, poolId, isOpenRound, page)
}

/** Those of a pool of which `which` holds; whoever signed up first comes first. */
export async function readListed(
  tx: Tx,
  poolId: string,
  which: RawBuilder<SqlBool>,
  { after, limit }: Page,
): Promise<readonly StoredRound[]> {
  const all = selectRounds(tx).where('rounds.pool_id', '=', poolId).where(which)
  const rows = await (after === null ? all : all.where(isBeyond('>', after)))
    .orderBy('rounds.signed_up_at')
    .orderBy('rounds.id')
    .limit(limit)
    .execute()
  return rows.map(storedRound)
}

/** The same, shortest first. */
export async function readWaitingRoundsBack(
  tx: Tx,
  poolId: string,
  { before, limit }: { readonly before: RoundPlace | null; readonly limit: number },
): Promise<readonly StoredRound[]> {
  const all = selectRounds(tx).where('rounds.pool_id', '=', poolId).where(isOpenRound)
  const rows = await (before === null ? all : all.where(isBeyond('<', before)))
    .orderBy('rounds.signed_up_at', 'desc')
    .orderBy('rounds.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(storedRound)
}

/** How many wait in a pool; only up to and including this one, if given. An index alone tells it. */
export function countWaitingRounds(tx: Tx, poolId: string, last: RoundPlace | null): Promise<number> {
  return countListed(tx, poolId, isOpenRound, last)
}

/** How many there are in a pool of which `which` holds; only up to and including this one, if given. */
export async function countListed(
  tx: Tx,
  poolId: string,
  which: RawBuilder<SqlBool>,
  last: RoundPlace | null,
): Promise<number> {
  const all = tx
    .selectFrom('rounds')
    .select((row) => row.fn.countAll().as('count'))
    .where('rounds.pool_id', '=', poolId)
    .where(which)
  const { count } = await (last === null ? all : all.where(isBeyond('<=', last))).executeTakeFirstOrThrow()
  return Number(count)
}

/** The rounds in this pool that wait with an address at exactly this host, longest first. */
export async function readWaitingFrom(tx: Tx, poolId: string, host: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('rounds')
    .select('id')
    .where('pool_id', '=', poolId)
    .where('folded_host', '=', host)
    .where(isOpenRound)
    .orderBy('signed_up_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** As `order by signed_up_at, id` has them. */
export function isBeyond(comparison: '<' | '<=' | '>', { signedUpAt, id }: RoundPlace) {
  return sql<SqlBool>`(rounds.signed_up_at, rounds.id) ${sql.raw(comparison)} (${signedUpAt}, ${id})`
}
