// Sign-ups that have lapsed and were not reopened: a list goes on with them after those who wait.
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../transaction.ts'
import type { StoredRound } from './rounds.ts'
import { countListed, type RoundPlace, readListed } from './waiting-rounds.ts'

/** Written out as the index has it. */
const hasLapsed = sql<SqlBool>`rounds.lapsed_at is not null`

/** Of a pool, whoever signed up first comes first. */
export function readLapsedRounds(
  tx: Tx,
  poolId: string,
  page: { readonly after: RoundPlace | null; readonly limit: number },
): Promise<readonly StoredRound[]> {
  return readListed(tx, poolId, hasLapsed, page)
}

/** How many there are in a pool; only up to and including this one, if given. */
export function countLapsedRounds(tx: Tx, poolId: string, last: RoundPlace | null): Promise<number> {
  return countListed(tx, poolId, hasLapsed, last)
}
