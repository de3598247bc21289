// Whether a channel is still: the answer of nearly every turn of the loop that posts, so one statement, compiled once, finds it.
import { type SqlBool, sql } from 'kysely'
import type { PostingPlace } from '../../domain/card-view.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { isUncounted } from './evidence.ts'
import { isUnposted } from './messages.ts'

/** True only if nothing is to be posted there, and nobody is to join its digest or to be counted in it. */
export async function isStill(tx: Tx, { channel, pools }: PostingPlace): Promise<boolean> {
  for (const { poolId } of pools) {
    const { rows } = await stirring(tx, { channel, poolId })
    if (rows.length > 0) return false
  }
  return true
}

/** A row for each kind of thing to do. */
const stirring = statement((tx, given: Given<{ channel: string; poolId: string }>) => {
  const ofPool = () =>
    tx.selectFrom('rounds').select('rounds.id').where('rounds.pool_id', '=', given('poolId')).limit(1)
  const inDigest = () =>
    ofPool().where(sql<SqlBool>`rounds.card = 'digest'`).where('rounds.kind', 'in', ['waiting', 'claimed'])
  const newest = sql<string>`coalesce((
    select digests.id from messages as digests
    where digests.pool_id = '' and digests.shows = 'digest' and digests.channel = ${given('channel')}
      and digests.kind in ('planned', 'posting', 'live')
    order by digests.planned_at desc, digests.id limit 1), '')`
  const planned = tx
    .selectFrom('messages')
    .select('messages.id')
    .where(isUnposted)
    .where('messages.kind', '=', 'planned')
    .where('messages.channel', '=', given('channel'))
    .where('messages.pool_id', 'in', [sql<string>`''`, given('poolId')])
    .limit(1)
  const wanted = ofPool()
    .where('rounds.card', '=', 'wanted')
    .where('rounds.kind', 'in', ['waiting', 'settled'])
  const held = inDigest().where('rounds.digest_id', 'is', null)
  // An index finds either side at once, however many stand in the newest one.
  const before = inDigest().where('rounds.digest_id', '<', newest)
  const after = inDigest().where('rounds.digest_id', '>', newest)
  const uncounted = ofPool().where(isUncounted).where('rounds.card', '=', 'digest')
  return tx
    .selectNoFrom(sql<number>`1`.as('isAny'))
    .where((row) => row.or([planned, wanted, held, before, after, uncounted].map((one) => row.exists(one))))
})
