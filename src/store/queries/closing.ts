// Which messages are live or gone, and which must be closed.
import type { Place } from '../../domain/card-view.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import {
  changeMessageById,
  isUnposted,
  placeOf,
  readMessage,
  readShowing,
  type StoredMessage,
  selectMessages,
  storedMessage,
} from './messages.ts'
import { readOpenMessages } from './open-messages.ts'
import { readShownRounds } from './rounds.ts'

/** The part of the store that closing works with. */
export function closingLedger({ transact }: StoreParts) {
  return {
    /**
     * Messages in a channel that their pool does not use: those with an unsettled round, and those that are not posted yet, whose
     * `place` is null.
     */
    misplaced: async (places: readonly { readonly poolId: string; readonly channel: string }[]) => {
      const isUsed = (used: Used) =>
        places.some(
          ({ poolId, channel }) => channel === used.channel && (used.poolId === '' || poolId === used.poolId),
        )
      const left = (await transact(readPlaces)).filter((used) => !isUsed(used))
      const planned = left.length === 0 ? [] : await transact(readPlanned)
      const misplaced = new Map<string, StoredMessage>()
      for (const { poolId, channel } of left) {
        const unposted = planned.filter((one) => one.poolId === poolId && one.channel === channel)
        for (const message of [...(await readOpenMessages(transact, [poolId], channel)), ...unposted])
          misplaced.set(message.id, message)
      }
      return [...misplaced.values()].map((message) => ({ messageId: message.id, place: placeOf(message) }))
    },

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

async function readPlanned(tx: Tx): Promise<readonly StoredMessage[]> {
  const rows = await selectMessages(tx).where(isUnposted).where('kind', '=', 'planned').execute()
  return rows.map(storedMessage)
}

interface Used {
  readonly poolId: string
  readonly channel: string
}

/** Which pools have messages in which channels: of each combination, the index is asked for one. */
export async function readPlaces(tx: Tx): Promise<readonly Used[]> {
  const places = new Map<string, Used>()
  for (let last = { poolId: '', shows: '', channel: '' }; ; ) {
    const next = await tx
      .selectFrom('messages')
      .select(['pool_id as poolId', 'shows', 'channel'])
      .where((row) =>
        row(
          row.refTuple('pool_id', 'shows', 'channel'),
          '>',
          row.tuple(last.poolId, last.shows, last.channel),
        ),
      )
      .orderBy('pool_id')
      .orderBy('shows')
      .orderBy('channel')
      .limit(1)
      .executeTakeFirst()
    if (next === undefined) return [...places.values()]
    places.set(JSON.stringify([next.poolId, next.channel]), next)
    last = next
  }
}
