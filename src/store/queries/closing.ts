// Which messages are live or gone, and which must be closed.
import type { Place } from '../../domain/card-view.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import {
  changeMessageById,
  placeOf,
  readMessage,
  readShowing,
  type StoredMessage,
  selectMessages,
  storedMessage,
} from './messages.ts'
import { readShownRounds } from './rounds.ts'

/** The part of the store that closing works with. */
export function closingLedger({ transact }: StoreParts) {
  return {
    /** Messages with an unsettled round in a channel that its pool does not use. `place` is null if not posted yet. */
    misplaced: (places: readonly { readonly poolId: string; readonly channel: string }[]) =>
      transact(async (tx) => {
        const left = (await readPlaces(tx)).filter(
          (used) =>
            !places.some(({ poolId, channel }) => poolId === used.pool_id && channel === used.channel),
        )
        const misplaced = []
        for (const place of left) misplaced.push(...(await readOpenMessages(tx, place)))
        return misplaced.map((message) => ({ messageId: message.id, place: placeOf(message) }))
      }),

    /** The message is not in Slack any more, or its buttons were taken off. */
    noteGone: (messageId: string): Promise<void> =>
      transact(async (tx, now) => {
        await changeMessageById(tx, messageId, { kind: 'gone', now: new Date(now) })
      }),

    /** Whether the message there is live, gone, or unknown to the store. */
    standing: ({ channel, ts }: Place): Promise<'live' | 'gone' | 'unknown'> =>
      transact(async (tx) => {
        const row = await tx
          .selectFrom('messages')
          .select('kind')
          .where('ts', '=', ts)
          .where('channel', '=', channel)
          .executeTakeFirst()
        if (row === undefined) return 'unknown'
        return row.kind === 'gone' ? 'gone' : 'live'
      }),

    /** Messages that show this round and are not gone. */
    showing: (roundId: string) =>
      transact(async (tx) => {
        const messages = await readShowing(tx, roundId)
        return messages.map((message) => ({ messageId: message.id, place: placeOf(message) }))
      }),

    /** The sign-ups that a message shows; null if it is unknown or gone. */
    shownBy: (messageId: string) =>
      transact(async (tx) => {
        const message = await readMessage(tx, messageId)
        if (message === null || message.state.kind === 'gone') return null
        return { poolId: message.poolId, entries: await readShownRounds(tx, messageId) }
      }),
  }
}

/** Which pools have messages in which channels that are not gone, from an index alone. */
function readPlaces(tx: Tx) {
  return tx
    .selectFrom('messages')
    .select(['pool_id', 'channel'])
    .distinct()
    .where('kind', 'in', ['planned', 'live'])
    .execute()
}

/** Messages there with an unsettled round, and notices. */
async function readOpenMessages(
  tx: Tx,
  place: { readonly pool_id: string; readonly channel: string },
): Promise<readonly StoredMessage[]> {
  const rows = await selectMessages(tx)
    .where('messages.pool_id', '=', place.pool_id)
    .where('messages.channel', '=', place.channel)
    .where('messages.kind', 'in', ['planned', 'live'])
    .where((row) =>
      row.or([
        row('messages.shows', '=', 'held-back'),
        row.exists(
          row
            .selectFrom('message_rounds')
            .innerJoin('rounds', 'rounds.id', 'message_rounds.round_id')
            .select('rounds.id')
            .whereRef('message_rounds.message_id', '=', 'messages.id')
            .where('rounds.kind', '<>', 'settled'),
        ),
      ]),
    )
    .execute()
  return rows.map(storedMessage)
}
