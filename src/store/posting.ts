// Posting: an attempt is written down before it is sent, and only the row's own attempt becomes the message.
import type { MessageLedger } from '../sign-up/ledger.ts'
import type { Place } from '../sign-up/workspace.ts'
import { readShownRounds } from './rounds.ts'
import type { StoreParts, Tx } from './transaction.ts'

/** Slack carries out no call this long after it was taken for lost, in milliseconds. */
const comesAfterAll = 60_000

/** The part of the store that posting works with. */
export function postingLedger({
  transact,
  newId,
}: StoreParts): Pick<
  MessageLedger,
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
    beginPosting: (messageId) =>
      transact(async (tx, now) => {
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
        return { attemptId, entries: await readShownRounds(tx, messageId) }
      }),

    notePosted: (messageId, attemptId, place, drawn) =>
      transact(async (tx) => {
        const noted = await tx
          .updateTable('messages')
          .set({ ts: place.ts, posting_id: null, posting_since: null })
          .where('id', '=', messageId)
          .where('posting_id', '=', attemptId)
          .executeTakeFirst()
        if (noted.numUpdatedRows !== 1n) return isAt(tx, messageId, place)
        for (const { round } of drawn) {
          await tx
            .updateTable('message_rounds')
            .set({ drawn_version: round.version })
            .where('message_id', '=', messageId)
            .where('round_id', '=', round.id)
            .execute()
        }
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
