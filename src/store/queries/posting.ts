// Posting: an attempt is written down before it is sent, and only the row's own attempt becomes the message.
import type { MessageLedger, PostingPlace } from '../../domain/ledger.ts'
import type { Place } from '../../domain/workspace.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { holdBack } from './held-back.ts'
import { noteDrawn, readShown } from './shown.ts'

/** Where more rounds than these want a card in a channel, they share messages. */
const mostAlone = 5

/** More rounds than any message shows, also where those of several pools take turns. */
const enoughToChoose = 200

/** Slack carries out no call this long after it was taken for lost, in milliseconds. */
const comesAfterAll = 60_000

/** The part of the store that posting works with. */
export function postingLedger({
  transact,
  newId,
}: StoreParts): Pick<
  MessageLedger,
  | 'holdBack'
  | 'hasUnposted'
  | 'beginPosting'
  | 'notePosted'
  | 'endPosting'
  | 'giveUpPosting'
  | 'openPostings'
  | 'noteDoubt'
  | 'doubtful'
  | 'noteSingle'
> {
  return {
    holdBack: (poolIds, most) => transact((tx) => holdBack(tx, poolIds, most)),

    hasUnposted: (place) => transact(async (tx) => (await findNext(tx, place)) !== null),

    beginPosting: (place) =>
      transact(async (tx, now) => {
        const next = await findNext(tx, place)
        if (next === null) return null
        const messageId = next.kind === 'planned' ? next.messageId : newId()
        if (next.kind !== 'planned') await plan(tx, now, { ...next, messageId, channel: place.channel })
        const attemptId = newId()
        const begun = await tx
          .updateTable('messages')
          .set({ posting_id: attemptId, posting_since: now })
          .where('id', '=', messageId)
          .where('ts', 'is', null)
          .where('posting_id', 'is', null)
          .where('gone_at', 'is', null)
          .executeTakeFirst()
        if (begun.numUpdatedRows !== 1n) return null
        const { poolId, shown, version } = await readShown(tx, messageId)
        return { messageId, poolId, attemptId, shown, version }
      }),

    notePosted: (messageId, attemptId, place, drawn) =>
      transact(async (tx, now) => {
        const noted = await tx
          .updateTable('messages')
          .set({ ts: place.ts, posting_id: null, posting_since: null, is_behind: 1 })
          .where('id', '=', messageId)
          .where('posting_id', '=', attemptId)
          .executeTakeFirst()
        if (noted.numUpdatedRows !== 1n) return isAt(tx, messageId, place)
        if (drawn !== null) await noteDrawn(tx, now, messageId, drawn)
        return true
      }),

    endPosting: (messageId, attemptId) =>
      transact(async (tx) => {
        await tx
          .updateTable('messages')
          .set({ posting_id: null, posting_since: null })
          .where('id', '=', messageId)
          .where('posting_id', '=', attemptId)
          .execute()
      }),

    giveUpPosting: (messageId, attemptId) =>
      transact(async (tx, now) => {
        await tx
          .updateTable('messages')
          .set({ posting_id: null, posting_since: null, doubtful_until: now + comesAfterAll })
          .where('id', '=', messageId)
          .where('posting_id', '=', attemptId)
          .execute()
      }),

    noteDoubt: (messageId) =>
      transact(async (tx, now) => {
        await tx.updateTable('messages').set({ doubtful_until: now }).where('id', '=', messageId).execute()
      }),

    doubtful: () =>
      transact(async (tx, now) => {
        const rows = await tx
          .selectFrom('messages')
          .select(['id', 'channel', 'ts', 'planned_at'])
          .where('doubtful_until', '<=', now)
          .where('posting_id', 'is', null)
          .execute()
        return rows.flatMap(({ id: messageId, channel, ts, planned_at }) =>
          ts === null ? [] : [{ messageId, place: { channel, ts }, since: new Date(planned_at) }],
        )
      }),

    noteSingle: (messageId) =>
      transact(async (tx) => {
        await tx.updateTable('messages').set({ doubtful_until: null }).where('id', '=', messageId).execute()
      }),

    openPostings: () =>
      transact(async (tx, now) => {
        const rows = await tx
          .selectFrom('messages')
          .select(['id', 'pool_id', 'channel', 'posting_id', 'posting_since'])
          .where('posting_id', 'is not', null)
          .where('gone_at', 'is', null)
          .execute()
        return rows.flatMap((row) => {
          if (row.posting_id === null || row.posting_since === null) return []
          const { id: messageId, pool_id: poolId, channel, posting_id: attemptId, posting_since: since } = row
          return [{ messageId, poolId, channel, attemptId, since: new Date(since), sinceMsAgo: now - since }]
        })
      }),
  }
}

type Next =
  | { readonly kind: 'planned'; readonly messageId: string }
  | { readonly kind: 'held-back'; readonly poolId: string }
  | { readonly kind: 'cards'; readonly poolId: string; readonly roundIds: readonly string[] }

/** Null where nothing is to be posted there. */
async function findNext(tx: Tx, place: PostingPlace): Promise<Next | null> {
  const poolIds = place.pools.map(({ poolId }) => poolId)
  if (poolIds.length === 0) return null
  const planned = await findPlanned(tx, place, poolIds)
  if (planned !== null) return { kind: 'planned', messageId: planned }
  for (const poolId of poolIds) {
    if (await lacksNotice(tx, poolId)) return { kind: 'held-back', poolId }
  }
  const wanting = await roundsWantingCards(tx, poolIds)
  const [first] = wanting
  if (first === undefined) return null
  const most = place.pools.find(({ poolId }) => poolId === first.poolId)?.mostRounds ?? 1
  const together = wanting
    .filter(({ poolId }) => poolId === first.poolId)
    .slice(0, wanting.length > mostAlone ? most : 1)
  return { kind: 'cards', poolId: first.poolId, roundIds: together.map(({ id }) => id) }
}

/** A message that Slack did not take. */
async function findPlanned(
  tx: Tx,
  { channel, resting }: PostingPlace,
  poolIds: readonly string[],
): Promise<string | null> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .where('ts', 'is', null)
    .where('posting_id', 'is', null)
    .where('gone_at', 'is', null)
    .where('channel', '=', channel)
    .where('pool_id', 'in', [...poolIds])
    .orderBy('planned_at')
    .orderBy('id')
    .execute()
  return rows.find(({ id }) => !resting.includes(id))?.id ?? null
}

/** Whether rounds wait without a card, and no message tells so. Told once the pool's whole list was read. */
async function lacksNotice(tx: Tx, poolId: string): Promise<boolean> {
  const notice = await tx
    .selectFrom('messages')
    .select('id')
    .where('pool_id', '=', poolId)
    .where('kind', '=', 'held-back')
    .where('gone_at', 'is', null)
    .executeTakeFirst()
  if (notice !== undefined) return false
  const heldBack = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .innerJoin('first_scans', 'first_scans.pool_id', 'sign_ups.pool_id')
    .select('rounds.id')
    .where('rounds.is_held_back', '=', 1)
    .where('sign_ups.pool_id', '=', poolId)
    .limit(1)
    .executeTakeFirst()
  return heldBack !== undefined
}

/** Longest wait first. One that is being decided waits for its end: its card is drawn from that. */
function roundsWantingCards(tx: Tx, poolIds: readonly string[]) {
  return tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select(['rounds.id', 'sign_ups.pool_id as poolId'])
    .where('rounds.wants_card', '=', 1)
    .where('rounds.kind', '<>', 'claimed')
    .where('sign_ups.pool_id', 'in', [...poolIds])
    .orderBy('sign_ups.signed_up_at')
    .orderBy('rounds.id')
    .limit(enoughToChoose)
    .execute()
}

type Planned = Exclude<Next, { kind: 'planned' }> & { readonly messageId: string; readonly channel: string }

async function plan(tx: Tx, now: number, planned: Planned): Promise<void> {
  const { kind, messageId, poolId, channel } = planned
  await tx
    .insertInto('messages')
    .values({
      id: messageId,
      pool_id: poolId,
      channel,
      kind,
      drawer_fence: 0,
      planned_at: now,
      version: 0,
      drawn_version: 0,
      is_behind: 0,
    })
    .execute()
  if (planned.kind === 'held-back') return
  for (const [position, roundId] of planned.roundIds.entries()) {
    await tx
      .insertInto('message_rounds')
      .values({ message_id: messageId, round_id: roundId, position, drawn_version: 0 })
      .execute()
    await tx.updateTable('rounds').set({ wants_card: 0 }).where('id', '=', roundId).execute()
  }
}

/** Whether this very message was found in Slack before the answer to its posting came. */
async function isAt(tx: Tx, messageId: string, { channel, ts }: Place): Promise<boolean> {
  const row = await tx
    .selectFrom('messages')
    .select('id')
    .where('id', '=', messageId)
    .where('channel', '=', channel)
    .where('ts', '=', ts)
    .where('gone_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
