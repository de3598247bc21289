// Rows of `clicks`: written once, found again, ended once.
import type { Click, NewClick } from '../../domain/click.ts'
import type { Tx } from '../transaction.ts'
import { requestFormat } from './row-formats.ts'

/** A click's row, with what has become of it. */
export interface StoredClick extends Click {
  readonly hasEnded: boolean
}

/** Null where the same delivery was written down before. */
export async function insertClick(
  tx: Tx,
  now: number,
  id: string,
  fresh: NewClick,
  bulkId: string | null = null,
): Promise<Click | null> {
  const inserted = await tx
    .insertInto('clicks')
    .values({
      id,
      round_id: fresh.roundId,
      request: fresh.request === null ? null : JSON.stringify(fresh.request),
      is_private: fresh.isPrivate ? 1 : 0,
      user_id: fresh.by.userId,
      team_id: fresh.by.teamId,
      channel: fresh.channel,
      message_ts: fresh.messageTs,
      response_url: fresh.responseUrl,
      delivery_key: fresh.deliveryKey,
      slack_request_id: fresh.slackRequestId,
      clicked_at: now,
      bulk_id: bulkId,
    })
    .onConflict((conflict) => conflict.column('delivery_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted === undefined ? null : { ...fresh, id, bulkId, at: new Date(now) }
}

/** Null where no row has this id. */
export async function findClick(tx: Tx, id: string): Promise<StoredClick | null> {
  const row = await selectClicks(tx).where('clicks.id', '=', id).executeTakeFirst()
  return row === undefined ? null : storedClick(row)
}

/** The person's other clicks on this round that have no end and hold no claim. */
export async function olderUnclaimedClicks(
  tx: Tx,
  click: Click,
  holder: string | null,
): Promise<readonly Click[]> {
  const rows = await selectClicks(tx)
    .where('clicks.round_id', '=', click.roundId)
    .where('clicks.user_id', '=', click.by.userId)
    .where('clicks.ended_at', 'is', null)
    .where('clicks.id', 'not in', holder === null ? [click.id] : [click.id, holder])
    .execute()
  return rows.map(storedClick)
}

/** All columns that a `Click` is made of. */
export function selectClicks(tx: Tx) {
  return tx
    .selectFrom('clicks')
    .select([
      'clicks.id',
      'clicks.round_id',
      'clicks.request',
      'clicks.is_private',
      'clicks.user_id',
      'clicks.team_id',
      'clicks.channel',
      'clicks.message_ts',
      'clicks.response_url',
      'clicks.delivery_key',
      'clicks.slack_request_id',
      'clicks.clicked_at',
      'clicks.bulk_id',
      'clicks.outcome',
      'clicks.ended_at',
    ])
}

export type ClickRow = Awaited<ReturnType<ReturnType<typeof selectClicks>['executeTakeFirstOrThrow']>>

export function storedClick(row: ClickRow): StoredClick {
  return {
    id: row.id,
    roundId: row.round_id,
    request: row.request === null ? null : requestFormat.parse(JSON.parse(row.request)),
    isPrivate: row.is_private === 1,
    by: { userId: row.user_id, teamId: row.team_id },
    channel: row.channel,
    messageTs: row.message_ts,
    responseUrl: row.response_url,
    deliveryKey: row.delivery_key,
    slackRequestId: row.slack_request_id,
    bulkId: row.bulk_id,
    at: new Date(row.clicked_at),
    hasEnded: row.ended_at !== null,
  }
}
