// Messages: planned, posted once, drawn by one drawer at a time, and gone.
import { sql } from 'kysely'
import type { MessageLedger } from '../sign-up/ledger.ts'
import { drawingLedger } from './drawing.ts'
import { postingLedger } from './posting.ts'
import type { StoreParts, Tx } from './transaction.ts'

/** The part of the store that posting and drawing work with. */
export function messageLedger(parts: StoreParts): MessageLedger {
  const { transact, newId } = parts
  return {
    ...drawingLedger(parts),
    ...postingLedger(parts),

    plan: (poolId, channel) =>
      transact(async (tx, now) => {
        const roundIds = await roundsWithoutMessage(tx, poolId)
        for (const roundId of roundIds)
          await insertMessage(tx, now, { id: newId(), poolId, channel, roundId })
        return roundIds.length
      }),

    unposted: () =>
      transact((tx) =>
        tx
          .selectFrom('messages')
          .innerJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
          .innerJoin('rounds', 'rounds.id', 'message_rounds.round_id')
          .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
          .select(['messages.id as messageId', 'messages.pool_id as poolId', 'messages.channel'])
          .where('message_rounds.position', '=', 0)
          .where('messages.ts', 'is', null)
          .where('messages.posting_id', 'is', null)
          .where('messages.gone_at', 'is', null)
          .orderBy('messages.planned_at')
          .orderBy('sign_ups.signed_up_at')
          .orderBy('messages.id')
          .execute(),
      ),

    misplaced: (places) =>
      transact(async (tx) => {
        const rows = await tx
          .selectFrom('messages')
          .innerJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
          .innerJoin('rounds', 'rounds.id', 'message_rounds.round_id')
          .select(['messages.id', 'messages.channel', 'messages.ts'])
          .distinct()
          .where('messages.gone_at', 'is', null)
          .where('messages.posting_id', 'is', null)
          .where('rounds.kind', '<>', 'settled')
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

/** Waiting rounds that no message shows, longest wait first. */
async function roundsWithoutMessage(tx: Tx, poolId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select('rounds.id')
    .where('sign_ups.pool_id', '=', poolId)
    .where('rounds.kind', '=', 'waiting')
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('message_rounds')
            .innerJoin('messages', 'messages.id', 'message_rounds.message_id')
            .select(sql.lit(1).as('one'))
            .whereRef('message_rounds.round_id', '=', 'rounds.id')
            .where('messages.gone_at', 'is', null),
        ),
      ),
    )
    .orderBy('sign_ups.signed_up_at')
    .orderBy('rounds.id')
    .execute()
  return rows.map((row) => row.id)
}

interface PlannedMessage {
  readonly id: string
  readonly poolId: string
  readonly channel: string
  readonly roundId: string
}

async function insertMessage(
  tx: Tx,
  now: number,
  { id, poolId, channel, roundId }: PlannedMessage,
): Promise<void> {
  await tx
    .insertInto('messages')
    .values({ id, pool_id: poolId, channel, drawer_fence: 0, planned_at: now })
    .execute()
  await tx
    .insertInto('message_rounds')
    .values({ message_id: id, round_id: roundId, position: 0, drawn_version: 0 })
    .execute()
}
