// Reads messages, and has the one conditional update that changes a message's state.
import { type SqlBool, sql } from 'kysely'
import type { Place } from '../../domain/card-view.ts'
import {
  advanceMessage,
  type MessageEvent,
  type MessageState,
  messageStateFormat,
  planned,
} from '../../domain/message.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { changeCards } from './round-cards.ts'

/** A message as its row holds it. `version` rises with every change of what it shows. */
export interface StoredMessage {
  readonly id: string
  readonly poolId: string
  readonly channel: string
  readonly shows: string
  readonly plannedAt: Date
  readonly version: number
  readonly isPlain: boolean
  readonly state: MessageState
  /** The state as it was read, which the conditional update compares. */
  readonly written: string
}

/** In the words of the index that holds just these. */
export const isUnposted = sql<SqlBool>`messages.kind in ('planned', 'posting')`

/** The columns of a `StoredMessage`. */
export function selectMessages(tx: Tx) {
  return tx
    .selectFrom('messages')
    .select([
      'messages.id',
      'messages.pool_id',
      'messages.channel',
      'messages.shows',
      'messages.planned_at',
      'messages.version',
      'messages.is_plain',
      'messages.state',
    ])
}

type MessageRow = Awaited<ReturnType<ReturnType<typeof selectMessages>['executeTakeFirstOrThrow']>>

export function storedMessage(row: MessageRow): StoredMessage {
  return {
    id: row.id,
    poolId: row.pool_id,
    channel: row.channel,
    shows: row.shows,
    plannedAt: new Date(row.planned_at),
    version: row.version,
    isPlain: row.is_plain === 1,
    state: messageStateFormat.parse(JSON.parse(row.state)),
    written: row.state,
  }
}

/** Null if the id is unknown. */
export async function readMessage(tx: Tx, id: string): Promise<StoredMessage | null> {
  const [row] = (await messageById(tx, { id })).rows
  return row === undefined ? null : storedMessage(row)
}

const messageById = statement((tx, given: Given<{ id: string }>) =>
  selectMessages(tx).where('messages.id', '=', given('id')),
)

/** Cards that show this round and are not gone. A reminder that names it tells nobody how it ended. */
export async function readShowing(tx: Tx, roundId: string): Promise<readonly StoredMessage[]> {
  return (await showingRound(tx, { roundId })).rows.map(storedMessage)
}

const showingRound = statement((tx, given: Given<{ roundId: string }>) =>
  selectMessages(tx)
    .innerJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
    .where('message_rounds.round_id', '=', given('roundId'))
    .where('messages.shows', '=', sql.lit('cards'))
    .where('messages.kind', '<>', sql.lit('gone')),
)

/** Where the message is; null if it was not posted. */
export function placeOf({ channel, state }: Pick<StoredMessage, 'channel' | 'state'>): Place | null {
  const ts = tsOf(state)
  return ts === null ? null : { channel, ts }
}

/** Applies an event. Null if it does not apply, or another replica changed the message at the same moment. */
export async function changeMessage(
  tx: Tx,
  message: StoredMessage,
  event: MessageEvent,
): Promise<StoredMessage | null> {
  const transition = advanceMessage(message.state, event)
  if (transition.kind === 'refused') return null
  const { state } = transition
  const columns = columnsOf(state)
  if (columns.state === message.written) return message
  const updated = await updateState(tx, { id: message.id, before: message.written, ...columns })
  if (updated.numAffectedRows !== 1n) return null
  const isGoneNow = state.kind === 'gone' && message.state.kind !== 'gone'
  if (isGoneNow && message.shows === 'cards')
    await changeCards(tx, await roundsShownBy(tx, message.id), 'message-gone')
  return { ...message, state, written: columns.state }
}

type StateColumns = ReturnType<typeof columnsOf> & { readonly id: string; readonly before: string }

const updateState = statement((tx, given: Given<StateColumns>) =>
  tx
    .updateTable('messages')
    .set({
      state: given('state'),
      kind: given('kind'),
      ts: given('ts'),
      drawn_version: given('drawn_version'),
      drawing_until: given('drawing_until'),
      doubtful_until: given('doubtful_until'),
    })
    .where('id', '=', given('id'))
    .where('state', '=', given('before')),
)

/** The same for a message that is not read yet. Null also if the id is unknown. */
export async function changeMessageById(
  tx: Tx,
  id: string,
  event: MessageEvent,
): Promise<StoredMessage | null> {
  const message = await readMessage(tx, id)
  return message === null ? null : changeMessage(tx, message, event)
}

/** Plans a message, with the rounds that it will show: none for a digest, which others join and leave, or a daily digest. */
export async function planMessage(
  tx: Tx,
  now: number,
  plan: {
    readonly id: string
    readonly poolId: string
    readonly channel: string
    readonly shows: 'cards' | 'digest' | 'reminder' | 'daily'
    readonly roundIds: readonly string[]
    /** What it says that no other row does. */
    readonly facts?: object
  },
): Promise<void> {
  const { id, poolId, channel, shows, roundIds, facts } = plan
  await tx
    .insertInto('messages')
    .values({
      id,
      pool_id: poolId,
      channel,
      shows,
      planned_at: now,
      version: 0,
      is_plain: 0,
      facts: facts === undefined ? null : JSON.stringify(facts),
      ...columnsOf(planned),
    })
    .execute()
  if (roundIds.length === 0) return
  await tx
    .insertInto('message_rounds')
    .values(roundIds.map((roundId, position) => ({ message_id: id, round_id: roundId, position })))
    .execute()
  if (shows === 'cards') await changeCards(tx, roundIds, 'planned')
}

/** In the order in which it shows them. */
export async function roundsShownBy(tx: Tx, messageId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('message_rounds')
    .select('round_id')
    .where('message_id', '=', messageId)
    .orderBy('position')
    .execute()
  return rows.map((row) => row.round_id)
}

/** The columns for a state: itself, and copies of what is searched for. */
function columnsOf(state: MessageState) {
  return {
    state: JSON.stringify(state),
    kind: state.kind,
    ts: tsOf(state),
    drawn_version: state.kind === 'live' ? (state.drawn?.version ?? -1) : null,
    drawing_until: state.kind === 'live' ? (state.drawing?.until.getTime() ?? null) : null,
    doubtful_until: state.doubt?.getTime() ?? null,
  }
}

function tsOf(state: MessageState): string | null {
  return state.kind === 'live' || state.kind === 'gone' ? state.ts : null
}
