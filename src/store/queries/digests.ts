// Who joins a digest, and who leaves it again. Each transaction moves few rounds: a turn runs it until nobody is left to move.
import { type SqlBool, sql } from 'kysely'
import type { PostingPlace } from '../../domain/card-view.ts'
import { calmAfter, type DigestStep, digestStep, fewestInRush } from '../../domain/digest.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { rowsChanged } from './chunks.ts'
import { freezeEvidence, isUncounted } from './evidence.ts'
import { touchDigests } from './message-versions.ts'
import { planMessage } from './messages.ts'
import { changeCards } from './round-cards.ts'
import { isStill } from './stillness.ts'

/** In the words of the index that holds just these. */
const isForDigest = sql<SqlBool>`rounds.card = 'digest'`

/** Not settled. */
const open = ['waiting', 'claimed'] as const

/** The part of the store that gathers those who wait in digests. */
export function digestLedger({ transact, newId }: StoreParts) {
  return {
    /** Has whoever waits in this channel join its digest, if that is to be. Returns how many joined. */
    gather: async (place: PostingPlace): Promise<number> => {
      if (await transact((tx) => isStill(tx, place))) return 0
      let joined = 0
      for (let more = rowsChanged; more === rowsChanged; joined += more)
        more = await transact((tx, now) => gatherSome(tx, now, place, newId))
      for (const pool of place.pools)
        for (let counted = rowsChanged; counted === rowsChanged; )
          counted = await transact((tx, now) => countSome(tx, now, pool))
      return joined
    },

    /** Those who wait in pools other than these leave their digest, until their pool is in the configuration again. */
    leaveDigests: async (poolIds: readonly string[]): Promise<void> => {
      for (let left = rowsChanged; left === rowsChanged; )
        left = await transact((tx) => leaveSome(tx, poolIds))
    },
  }
}

/** What is to be done about those who wait in this channel; null if whoever wants a card gets one. */
export async function nextDigestStep(
  tx: Tx,
  now: number,
  place: PostingPlace,
): Promise<(DigestStep & { readonly digestId: string | null }) | null> {
  const poolIds = place.pools.map(({ poolId }) => poolId)
  const newest = await newestDigest(tx, place.channel)
  const digest = newest && {
    isPosted: newest.kind === 'live',
    isAnyWaiting: await isAnyWaiting(tx, newest.id),
    joinedLately: await countJoined(tx, newest.id, now - calmAfter, fewestInRush(place.rushAt)),
  }
  const wanting = (await selectWanting(tx, poolIds, place.rushAt + 1).execute()).length
  const isAnyStranded = (await findStranded(tx, poolIds, newest?.id ?? null, 1)).length > 0
  const step = digestStep({ rushAt: place.rushAt, wanting, isAnyStranded, digest })
  return step && { ...step, digestId: step.isNew ? null : (newest?.id ?? null) }
}

async function gatherSome(tx: Tx, now: number, place: PostingPlace, newId: () => string): Promise<number> {
  const step = await nextDigestStep(tx, now, place)
  if (step === null) return 0
  const { channel, pools } = place
  const digestId = step.digestId ?? newId()
  if (step.digestId === null)
    await planMessage(tx, now, { id: digestId, poolId: '', channel, shows: 'digest', roundIds: [] })
  const poolIds = pools.map(({ poolId }) => poolId)
  const stranded = await findStranded(tx, poolIds, digestId, rowsChanged)
  const room = step.who === 'all' ? rowsChanged - stranded.length : 0
  const wanting = room === 0 ? [] : await selectWanting(tx, poolIds, room).execute()
  const joining = [...stranded, ...wanting]
  for (const { poolId, evidenceRules } of pools) {
    const own = joining.filter((round) => round.poolId === poolId).map(({ id }) => id)
    if (own.length > 0) await freezeEvidence(tx, now, own, evidenceRules)
  }
  const left = stranded.flatMap((round) => round.digestId ?? [])
  await join(tx, digestId, idsOf(stranded), {})
  await join(tx, digestId, idsOf(wanting), { joined_at: now })
  await touchDigests(tx, [...new Set([digestId, ...left])])
  return joining.length
}

/** Of those who stand in a digest already: one from before it had evidence, or whose address has changed. */
async function countSome(
  tx: Tx,
  now: number,
  { poolId, evidenceRules }: PostingPlace['pools'][number],
): Promise<number> {
  const rows = await tx
    .selectFrom('rounds')
    .select(['rounds.id', 'rounds.digest_id as digestId'])
    .where('rounds.pool_id', '=', poolId)
    .where(isUncounted)
    .where('rounds.card', '=', 'digest')
    .where('rounds.digest_id', 'is not', null)
    .limit(rowsChanged)
    .execute()
  if (rows.length === 0) return 0
  await freezeEvidence(tx, now, idsOf(rows), evidenceRules)
  await touchDigests(tx, [...new Set(rows.flatMap(({ digestId }) => digestId ?? []))])
  return rows.length
}

async function join(
  tx: Tx,
  digestId: string,
  roundIds: readonly string[],
  joined: { readonly joined_at?: number },
): Promise<void> {
  if (roundIds.length === 0) return
  await changeCards(tx, roundIds, 'join-digest')
  await tx
    .updateTable('rounds')
    .set({ digest_id: digestId, ...joined })
    .where('id', 'in', [...roundIds])
    .execute()
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id)
}

async function newestDigest(tx: Tx, channel: string) {
  const row = await tx
    .selectFrom('messages')
    .select(['id', 'kind'])
    .where('pool_id', '=', '')
    .where('shows', '=', 'digest')
    .where('channel', '=', channel)
    .where('kind', 'in', ['planned', 'posting', 'live'])
    .orderBy('planned_at', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

async function isAnyWaiting(tx: Tx, digestId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('rounds')
    .select('id')
    .where('digest_id', '=', digestId)
    .where('kind', 'in', open)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** No further than it matters. */
async function countJoined(tx: Tx, digestId: string, since: number, most: number): Promise<number> {
  const rows = await tx
    .selectFrom('rounds')
    .select('id')
    .where('digest_id', '=', digestId)
    .where('joined_at', '>', since)
    .limit(most)
    .execute()
  return rows.length
}

/** Whoever was let back by somebody gets a card all the same. */
function selectWanting(tx: Tx, poolIds: readonly string[], limit: number) {
  return tx
    .selectFrom('rounds')
    .select(['id', 'pool_id as poolId'])
    .where('card', '=', 'wanted')
    .where('pool_id', 'in', [...poolIds])
    .where('kind', '=', 'waiting')
    .where('origin', 'is', null)
    .limit(limit)
}

/** Those who are to stand in a digest, but not in this one. Nobody does before the pool's whole list was read. */
async function findStranded(tx: Tx, poolIds: readonly string[], digestId: string | null, limit: number) {
  const those = tx
    .selectFrom('rounds')
    .select(['rounds.id', 'rounds.pool_id as poolId', 'rounds.digest_id as digestId'])
    .where(isForDigest)
    .where('rounds.pool_id', 'in', [...poolIds])
    .where('rounds.kind', 'in', open)
    .limit(limit)
  const held = await those
    .innerJoin('first_scans', 'first_scans.pool_id', 'rounds.pool_id')
    .where('rounds.digest_id', 'is', null)
    .execute()
  if (held.length === limit) return held
  // An index finds either side at once, however many stand in this one.
  const before = await those.where('rounds.digest_id', '<', digestId ?? '').execute()
  const after = await those.where('rounds.digest_id', '>', digestId ?? '').execute()
  return [...held, ...before, ...after].slice(0, limit)
}

async function leaveSome(tx: Tx, poolIds: readonly string[]): Promise<number> {
  const others = await poolsInDigests(tx, poolIds)
  if (others.length === 0) return 0
  const rows = await tx
    .selectFrom('rounds')
    .select(['id', 'digest_id as digestId'])
    .where(isForDigest)
    .where('pool_id', 'in', others)
    .where('kind', 'in', open)
    .where('digest_id', 'is not', null)
    .limit(rowsChanged)
    .execute()
  const ids = idsOf(rows)
  if (ids.length === 0) return 0
  await tx
    .updateTable('rounds')
    .set({ digest_id: null, joined_at: null })
    .where('id', 'in', [...ids])
    .execute()
  await touchDigests(tx, [...new Set(rows.flatMap(({ digestId }) => digestId ?? []))])
  return rows.length
}

/** Which pools other than these have somebody waiting in a digest: of each, the index is asked for one. */
async function poolsInDigests(tx: Tx, known: readonly string[]): Promise<string[]> {
  const others: string[] = []
  for (let last = ''; ; ) {
    const next = await tx
      .selectFrom('rounds')
      .select('pool_id as poolId')
      .where(isForDigest)
      .where('pool_id', '>', last)
      .orderBy('pool_id')
      .limit(1)
      .executeTakeFirst()
    if (next === undefined) return others
    last = next.poolId
    if (!known.includes(last)) others.push(last)
  }
}
