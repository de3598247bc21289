// Those who stand in a digest, page by page.
import { type SqlBool, sql } from 'kysely'
import type { Tx } from '../transaction.ts'
import { type RoundPlace, readRounds, type StoredRound } from './rounds.ts'

/** Those who wait, whom nobody is deciding about, or those who have ended. */
export type PageKind = 'waiting' | 'settled'

interface Page {
  readonly kind: PageKind
  readonly limit: number
  /** It begins after this one; at the beginning if left out. */
  readonly after?: RoundPlace | null
}

/** Of one pool, those who signed up first at the beginning. */
export async function readDigestPage(
  tx: Tx,
  digestId: string,
  poolId: string,
  { kind, limit, after = null }: Page,
): Promise<readonly StoredRound[]> {
  const all = tx
    .selectFrom('rounds')
    .select('id')
    .where('digest_id', '=', digestId)
    .where('kind', '=', kind)
    .where('pool_id', '=', poolId)
  const isBeyond = (place: RoundPlace) =>
    sql<SqlBool>`(rounds.signed_up_at, rounds.id) > (${place.signedUpAt}, ${place.id})`
  const rows = await (after === null ? all : all.where(isBeyond(after)))
    .orderBy('signed_up_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  if (rows.length === 0) return []
  const rounds = await readRounds(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.flatMap(({ id }) => rounds.get(id) ?? [])
}

/** How many of one pool wait in it. */
export async function countInDigest(tx: Tx, digestId: string, poolId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('rounds')
    .select((row) => row.fn.countAll().as('count'))
    .where('digest_id', '=', digestId)
    .where('kind', '=', 'waiting')
    .where('pool_id', '=', poolId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
