// Rows of `clicks`: written once, found again.
import { sql } from 'kysely'
import { type Click, clickEndFormat, type NewClick } from '../../domain/click.ts'
import type { Entitlement } from '../../domain/entitlement.ts'
import { clickRequestFormat, roundNamedBy, toldByFormat } from '../../domain/request.ts'
import type { Schema } from '../schema.ts'
import { type Given, inserting, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/** A click's row, with its end if it has one. */
export interface StoredClick extends Click {
  readonly hasEnded: boolean
  /** As it was written down when it claimed its round: JSON. */
  readonly entitlement: string | null
}

/** Null if the same delivery was written down before. */
export async function insertClick(
  tx: Tx,
  now: number,
  id: string,
  fresh: NewClick,
  bulkId: string | null,
): Promise<Click | null> {
  const roundId = roundNamedBy(fresh.request)
  const inserted = await insertUnlessKnown(tx, {
    id,
    round_id: roundId,
    request: JSON.stringify(fresh.request),
    told_by: fresh.toldBy,
    user_id: fresh.by.userId,
    team_id: fresh.by.teamId,
    channel: fresh.channel,
    message_ts: fresh.pressedOn?.ts ?? null,
    response_url: fresh.responseUrl,
    delivery_key: fresh.deliveryKey,
    slack_request_id: fresh.slackRequestId,
    clicked_at: now,
    bulk_id: bulkId,
  })
  return inserted.rows.length === 0 ? null : { ...fresh, id, roundId, bulkId, at: new Date(now) }
}

const insertUnlessKnown = inserting('clicks', (insert) =>
  insert.onConflict((conflict) => conflict.column('delivery_key').doNothing()).returning('id'),
)

/** Whether a request of this delivery has ended as not taken. */
export async function wasNotTaken(tx: Tx, deliveryKey: string): Promise<boolean> {
  const row = await tx
    .selectFrom('clicks')
    .select('outcome')
    .where('delivery_key', '=', deliveryKey)
    .executeTakeFirst()
  const outcome = row?.outcome ?? null
  return outcome !== null && clickEndFormat.parse(JSON.parse(outcome)).kind === 'not-taken'
}

/** Null if the id is unknown. */
export async function findClick(tx: Tx, id: string): Promise<StoredClick | null> {
  const [row] = (await clickById(tx, { id })).rows
  return row === undefined ? null : storedClick(row)
}

const clickById = statement((tx, given: Given<{ id: string }>) =>
  selectClicks(tx).where('clicks.id', '=', given('id')),
)

/**
 * The click has claimed this round, on these grounds, and is about it from now on: a command stays about one round, however often
 * and wherever it is carried out, and a click that takes back how a round ended is about the next one.
 */
export async function noteClaim(
  tx: Tx,
  { id, roundId: known }: Click,
  roundId: string,
  entitlement: Entitlement | null,
): Promise<void> {
  const grounds = entitlement === null ? null : JSON.stringify(entitlement)
  const set = await setClaimed(tx, { id, round_id: roundId, entitlement: grounds, known: known ?? '' })
  if (set.numAffectedRows !== 1n) throw new Error(`Click ${id} is about another round, or has ended`)
}

/** `known` is empty if it was about none. */
type ClaimedColumns = Pick<Schema['clicks'], 'id' | 'round_id' | 'entitlement'> & { readonly known: string }

const setClaimed = statement((tx, given: Given<ClaimedColumns>) =>
  tx
    .updateTable('clicks')
    .set({ round_id: given('round_id'), entitlement: given('entitlement') })
    .where('id', '=', given('id'))
    .where((row) => row(row.fn.coalesce('round_id', sql.lit('')), '=', given('known')))
    .where('ended_at', 'is', null),
)

/** The person's other clicks on this round that have no end and hold no claim. */
export async function olderUnclaimedClicks(
  tx: Tx,
  { id, by }: Click,
  roundId: string,
  holder: string | null,
): Promise<readonly Click[]> {
  const { rows } = await unclaimedBeside(tx, { id, holder: holder ?? id, roundId, userId: by.userId })
  return rows.map(storedClick)
}

type Beside = Readonly<Record<'id' | 'holder' | 'roundId' | 'userId', string>>

const unclaimedBeside = statement((tx, given: Given<Beside>) =>
  selectClicks(tx)
    .where('clicks.round_id', '=', given('roundId'))
    .where('clicks.user_id', '=', given('userId'))
    .where('clicks.ended_at', 'is', null)
    .where('clicks.id', 'not in', [given('id'), given('holder')]),
)

/** All columns that a `Click` is made of. */
export function selectClicks(tx: Tx) {
  return tx
    .selectFrom('clicks')
    .select([
      'clicks.id',
      'clicks.round_id',
      'clicks.request',
      'clicks.told_by',
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
      'clicks.teller',
      'clicks.told_at',
      'clicks.entitlement',
    ])
}

export type ClickRow = Awaited<ReturnType<ReturnType<typeof selectClicks>['executeTakeFirstOrThrow']>>

export function storedClick(row: ClickRow): StoredClick {
  const { channel, message_ts: ts } = row
  return {
    id: row.id,
    roundId: row.round_id,
    request: clickRequestFormat.parse(JSON.parse(row.request)),
    toldBy: toldByFormat.parse(row.told_by),
    by: { userId: row.user_id, teamId: row.team_id },
    channel,
    pressedOn: channel === null || ts === null ? null : { channel, ts },
    responseUrl: row.response_url,
    deliveryKey: row.delivery_key,
    slackRequestId: row.slack_request_id,
    bulkId: row.bulk_id,
    at: new Date(row.clicked_at),
    hasEnded: row.ended_at !== null,
    entitlement: row.entitlement,
  }
}
