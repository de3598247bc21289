// What to post next in a channel.
import type { PostingPlace } from '../../domain/card-view.ts'
import type { Tx } from '../transaction.ts'
import { isUnposted } from './messages.ts'
import { readRounds } from './rounds.ts'

/** If more rounds than these want a card in a channel, they share messages. */
const mostAlone = 5

/** More than any message has room for. */
const mostTogether = 30

/** Enough rounds to fill any message, even if those of several pools alternate. */
const enoughToChoose = 200

export type Next =
  | { readonly kind: 'planned'; readonly messageId: string }
  | { readonly kind: 'held-back'; readonly poolId: string }
  | { readonly kind: 'cards'; readonly poolId: string; readonly roundIds: readonly string[] }

/** A planned message, a pool's notice, or the rounds that wait longest, maybe too many for one message. Null if there is nothing to post. */
export async function findNext(tx: Tx, now: number, place: PostingPlace): Promise<Next | null> {
  const poolIds = place.pools.map(({ poolId }) => poolId)
  if (poolIds.length === 0) return null
  const planned = await findPlanned(tx, now, place, poolIds)
  if (planned !== null) return { kind: 'planned', messageId: planned }
  for (const poolId of poolIds) {
    if (await lacksNotice(tx, poolId)) return { kind: 'held-back', poolId }
  }
  const wanting = await roundsWantingCards(tx, poolIds)
  const [first] = wanting
  if (first === undefined) return null
  const { poolId } = first
  const roundIds = wanting.filter((round) => round.poolId === poolId).map(({ id }) => id)
  return { kind: 'cards', poolId, roundIds: roundIds.slice(0, wanting.length > mostAlone ? mostTogether : 1) }
}

/** Those of these rounds, from the first, that one message has room for. */
export async function fittingTogether(
  tx: Tx,
  { pools }: PostingPlace,
  { poolId, roundIds }: Extract<Next, { kind: 'cards' }>,
): Promise<readonly string[]> {
  if (roundIds.length < 2) return roundIds
  const rounds = await readRounds(tx, roundIds)
  const entries = roundIds.flatMap((roundId) => rounds.get(roundId) ?? [])
  const pool = pools.find((one) => one.poolId === poolId)
  return roundIds.slice(0, pool?.howManyShare(entries) ?? 1)
}

/** In quiet hours, reminders and daily digests have to wait. */
async function findPlanned(
  tx: Tx,
  now: number,
  { channel, pausing, isQuiet }: PostingPlace,
  poolIds: readonly string[],
): Promise<string | null> {
  const all = tx.selectFrom('messages').select('id')
  const some = isQuiet?.(new Date(now)) === true ? all.where('shows', 'not in', ['reminder', 'daily']) : all
  const rows = await some
    .where(isUnposted)
    .where('kind', '=', 'planned')
    .where('channel', '=', channel)
    .where('pool_id', 'in', [...poolIds])
    .orderBy('planned_at')
    .orderBy('id')
    .limit(pausing.length + 1)
    .execute()
  return rows.find(({ id }) => !pausing.includes(id))?.id ?? null
}

/** Whether rounds are held back and no notice says so. There is no notice before the pool's whole list was read. */
async function lacksNotice(tx: Tx, poolId: string): Promise<boolean> {
  const notice = await tx
    .selectFrom('messages')
    .select('id')
    .where('pool_id', '=', poolId)
    .where('shows', '=', 'held-back')
    .where('kind', '<>', 'gone')
    .executeTakeFirst()
  if (notice !== undefined) return false
  const heldBack = await tx
    .selectFrom('rounds')
    .innerJoin('first_scans', 'first_scans.pool_id', 'rounds.pool_id')
    .select('rounds.id')
    .where('rounds.card', '=', 'held-back')
    .where('rounds.pool_id', '=', poolId)
    .limit(1)
    .executeTakeFirst()
  return heldBack !== undefined
}

/** Longest wait first. A claimed round is left out until its end, from which its card is drawn. */
function roundsWantingCards(tx: Tx, poolIds: readonly string[]) {
  return tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['rounds.id', 'rounds.pool_id as poolId'])
    .where('rounds.card', '=', 'wanted')
    .where('rounds.pool_id', 'in', [...poolIds])
    .where('rounds.kind', 'in', ['waiting', 'settled'])
    .orderBy('sign_ups.signed_up_at')
    .orderBy('rounds.id')
    .limit(enoughToChoose)
    .execute()
}
