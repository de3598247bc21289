// Messages: planned, posted once, drawn by one drawer at a time, and gone.
import type { MessageLedger } from '../../domain/ledger.ts'
import type { StoreParts } from '../transaction.ts'
import { drawingLedger } from './drawing.ts'
import { postingLedger } from './posting.ts'
import { readShownRounds } from './rounds.ts'

/** The part of the store that posting and drawing work with. */
export function messageLedger(parts: StoreParts): MessageLedger {
  const { transact } = parts
  return {
    ...drawingLedger(parts),
    ...postingLedger(parts),

    misplaced: (places) =>
      transact(async (tx) => {
        const rows = await tx
          .selectFrom('messages')
          .leftJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
          .leftJoin('rounds', 'rounds.id', 'message_rounds.round_id')
          .select(['messages.id', 'messages.channel', 'messages.ts'])
          .distinct()
          .where('messages.gone_at', 'is', null)
          .where('messages.posting_id', 'is', null)
          .where((row) =>
            row.or([row('messages.kind', '=', 'held-back'), row('rounds.kind', '<>', 'settled')]),
          )
          .where((row) =>
            row.and(
              places.map(({ poolId, channel }) =>
                row.or([row('messages.pool_id', '<>', poolId), row('messages.channel', '<>', channel)]),
              ),
            ),
          )
          .execute()
        return rows.map(({ id, channel, ts }) => ({
          messageId: id,
          place: ts === null ? null : { channel, ts },
        }))
      }),

    shownBy: (messageId) =>
      transact(async (tx) => {
        const message = await tx
          .selectFrom('messages')
          .select('pool_id as poolId')
          .where('id', '=', messageId)
          .where('gone_at', 'is', null)
          .executeTakeFirst()
        if (message === undefined) return null
        return { poolId: message.poolId, entries: await readShownRounds(tx, messageId) }
      }),

    hasReadHistory: (channel) =>
      transact(async (tx) => {
        const row = await tx
          .selectFrom('read_channels')
          .select('channel')
          .where('channel', '=', channel)
          .executeTakeFirst()
        return row !== undefined
      }),

    noteHistoryRead: (channel) =>
      transact(async (tx, now) => {
        await tx
          .insertInto('read_channels')
          .values({ channel, read_at: now })
          .onConflict((conflict) => conflict.column('channel').doNothing())
          .execute()
      }),

    knowsMessage: (messageId) =>
      transact(async (tx) => {
        const row = await tx
          .selectFrom('messages')
          .select('id')
          .where('id', '=', messageId)
          .executeTakeFirst()
        return row !== undefined
      }),

    noteGone: (messageId) =>
      transact(async (tx, now) => {
        await tx
          .updateTable('messages')
          .set({ gone_at: now, posting_id: null })
          .where('id', '=', messageId)
          .execute()
        await tx
          .updateTable('rounds')
          .set({ wants_card: 1 })
          .where('kind', '<>', 'settled')
          .where('id', 'in', (from) =>
            from
              .selectFrom('message_rounds')
              .select('message_rounds.round_id')
              .where('message_rounds.message_id', '=', messageId),
          )
          .execute()
      }),

    standing: ({ channel, ts }) =>
      transact(async (tx) => {
        const row = await tx
          .selectFrom('messages')
          .select('gone_at')
          .where('ts', '=', ts)
          .where('channel', '=', channel)
          .executeTakeFirst()
        if (row === undefined) return 'unknown'
        return row.gone_at === null ? 'live' : 'gone'
      }),

    showing: (roundId) =>
      transact(async (tx) => {
        const rows = await tx
          .selectFrom('message_rounds')
          .innerJoin('messages', 'messages.id', 'message_rounds.message_id')
          .select(['messages.id as messageId', 'messages.channel', 'messages.ts'])
          .where('message_rounds.round_id', '=', roundId)
          .where('messages.gone_at', 'is', null)
          .execute()
        return rows.map(({ messageId, channel, ts }) => ({
          messageId,
          place: ts === null ? null : { channel, ts },
        }))
      }),
  }
}
