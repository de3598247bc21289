// What to post next in a channel.
import type { PostingPlace } from '../../domain/card-view.ts'
import type { Tx } from '../transaction.ts'
import { nextDigestStep } from './digests.ts'
import { isUnposted } from './messages.ts'
import { readRounds } from './rounds.ts'

/** If more rounds than these want a card in a channel, they share messages. */
const mostAlone = 5

/** More than any message has room for. */
const mostTogether = 30

/** Enough rounds to fill any message, even if those of several pools alternate. */
const enoughToChoose = 200

/** While a list is being read, more may come at any moment: what several would share waits for its end, so long at most. */
const longestReading = 3000

export type Next =
  | { readonly kind: 'planned'; readonly messageId: string }
  /** Somebody has to join a digest first. */
  | { readonly kind: 'gather' }
  | { readonly kind: 'cards'; readonly poolId: string; readonly roundIds: readonly string[] }

/** A planned message, or the rounds that wait longest, maybe too many for one message. Null if there is nothing to post. */
export async function findNext(tx: Tx, now: number, place: PostingPlace): Promise<Next | null> {
  const poolIds = place.pools.map(({ poolId }) => poolId)
  if (poolIds.length === 0) return null
  const isRead = place.pools.some((pool) => pool.isRead)
  const mayGrow = (since: number) => isRead && now - since < longestReading
  const planned = await findPlanned(tx, now, place, poolIds, mayGrow)
  if (planned !== null) return { kind: 'planned', messageId: planned }
  if ((await nextDigestStep(tx, now, place)) !== null) return { kind: 'gather' }
  const wanting = await roundsWantingCards(tx, poolIds)
  const [first] = wanting
  if (first === undefined) return null
  const isShared = wanting.length > mostAlone
  if (isShared && mayGrow(Math.min(...wanting.map(({ openedAt }) => openedAt)))) return null
  const { poolId } = first
  const roundIds = wanting.filter((round) => round.poolId === poolId).map(({ id }) => id)
  return { kind: 'cards', poolId, roundIds: roundIds.slice(0, isShared ? mostTogether : 1) }
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
  mayGrow: (since: number) => boolean,
): Promise<string | null> {
  const all = tx.selectFrom('messages').select(['id', 'shows', 'planned_at as plannedAt'])
  const some = isQuiet?.(new Date(now)) === true ? all.where('shows', 'not in', ['reminder', 'daily']) : all
  const rows = await some
    .where(isUnposted)
    .where('kind', '=', 'planned')
    .where('channel', '=', channel)
    .where('pool_id', 'in', ['', ...poolIds])
    .orderBy('planned_at')
    .orderBy('id')
    .limit(pausing.length + 2)
    .execute()
  const isDue = ({ id, shows, plannedAt }: (typeof rows)[number]) =>
    !pausing.includes(id) && !(shows === 'digest' && mayGrow(plannedAt))
  return rows.find(isDue)?.id ?? null
}

/** Longest wait first. A claimed round is left out until its end, from which its card is drawn. */
function roundsWantingCards(tx: Tx, poolIds: readonly string[]) {
  return tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['rounds.id', 'rounds.pool_id as poolId', 'rounds.opened_at as openedAt'])
    .where('rounds.card', '=', 'wanted')
    .where('rounds.pool_id', 'in', [...poolIds])
    .where('rounds.kind', 'in', ['waiting', 'settled'])
    .orderBy('sign_ups.signed_up_at')
    .orderBy('rounds.id')
    .limit(enoughToChoose)
    .execute()
}
