// Those who stand in a digest, page by page.
import { type SqlBool, sql } from 'kysely'
import {
  type DigestPage,
  type DigestPlace,
  type ListedInDigest,
  listedOnPage,
} from '../../domain/digest-list.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { readMessage } from './messages.ts'
import { readRound, readRounds, type StoredRound } from './rounds.ts'
import type { RoundPlace } from './waiting-rounds.ts'

/** The part of the store that a digest's list is read from. */
export function digestPagesLedger({ transact }: StoreParts) {
  return {
    /** Null if the digest is unknown. */
    digestPage: ({ messageId, poolId, shows, after }: DigestPlace) =>
      transact(async (tx): Promise<DigestPage | null> => {
        if ((await readMessage(tx, messageId)) === null) return null
        const last = after === null ? null : await readRound(tx, after)
        const begin = last && { id: last.round.id, signedUpAt: last.signUp.signedUpAt.getTime() }
        const page = { kind: shows, after: begin, limit: listedOnPage + 1 } as const
        const entries = await readDigestPage(tx, messageId, poolId, page)
        const shown = entries.slice(0, listedOnPage)
        return {
          entries: shown,
          waiting: await countInDigest(tx, messageId, poolId, 'waiting'),
          decided: await countInDigest(tx, messageId, poolId, 'settled'),
          next: entries.length > shown.length ? (shown.at(-1)?.round.id ?? null) : null,
        }
      }),
  }
}

interface Page {
  readonly kind: ListedInDigest
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

/** How many of one pool there are in it. */
export async function countInDigest(
  tx: Tx,
  digestId: string,
  poolId: string,
  kind: ListedInDigest,
): Promise<number> {
  const { count } = await tx
    .selectFrom('rounds')
    .select((row) => row.fn.countAll().as('count'))
    .where('digest_id', '=', digestId)
    .where('kind', '=', kind)
    .where('pool_id', '=', poolId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
