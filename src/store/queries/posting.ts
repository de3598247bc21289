// Posting: an attempt is written down before it is sent, and only the row's own attempt becomes the message.
import {
  type BegunPosting,
  drawnOf,
  type Place,
  type PostingPlace,
  type ReadRows,
} from '../../domain/card-view.ts'
import type { MessageState } from '../../domain/message.ts'
import type { StoreParts } from '../transaction.ts'
import {
  changeMessage,
  changeMessageById,
  isUnposted,
  placeOf,
  planMessage,
  readMessage,
  selectMessages,
  storedMessage,
} from './messages.ts'
import { findNext } from './next-posting.ts'
import { isOver, readShown } from './shown.ts'

/** The part of the store that posting works with. */
export function postingLedger({ transact, newId }: StoreParts) {
  return {
    hasUnposted: (place: PostingPlace): Promise<boolean> =>
      transact(async (tx) => (await findNext(tx, place)) !== null),

    /**
     * Takes what is to be posted next, which is written down before it is sent: a message that Slack did not take, what
     * tells of rounds without a card, or the rounds that wait longest: one, or several where more than a few wait. Null
     * if there is nothing.
     */
    beginPosting: (place: PostingPlace): Promise<BegunPosting | null> =>
      transact(async (tx, now) => {
        const next = await findNext(tx, place)
        if (next === null) return null
        const id = next.kind === 'planned' ? next.messageId : newId()
        if (next.kind !== 'planned') {
          const roundIds = next.kind === 'cards' ? next.roundIds : []
          await planMessage(tx, now, { id, ...next, channel: place.channel, shows: next.kind, roundIds })
        }
        const attemptId = newId()
        const event = { kind: 'begin-posting', attempt: attemptId, now: new Date(now) } as const
        const begun = await changeMessageById(tx, id, event)
        return begun === null ? null : { ...(await readShown(tx, begun)), attemptId }
      }),

    /**
     * False if another attempt became the message, or it is gone: then this one is to be deleted. `drawn` is null if
     * nobody knows what it shows.
     */
    notePosted: (
      messageId: string,
      attemptId: string,
      { channel, ts }: Place,
      rows: Pick<ReadRows, 'shown' | 'version'> | null,
    ): Promise<boolean> =>
      transact(async (tx, now) => {
        const message = await readMessage(tx, messageId)
        if (message === null || message.channel !== channel) return false
        const drawn = rows === null ? null : drawnOf(rows)
        const posted = await changeMessage(tx, message, { kind: 'posted', attempt: attemptId, ts, drawn })
        if (posted === null) return false
        if (rows !== null && isOver(rows.shown))
          await changeMessage(tx, posted, { kind: 'gone', now: new Date(now) })
        return true
      }),

    /** Slack answered that it did not post: the message may be posted again. */
    endPosting: (messageId: string, attemptId: string): Promise<void> =>
      transact(async (tx) => {
        await changeMessageById(tx, messageId, { kind: 'not-posted', attempt: attemptId })
      }),

    /** Nobody knows whether it was posted, and it was not found: it may be posted again, and is looked for once more. */
    giveUpPosting: (messageId: string, attemptId: string): Promise<void> =>
      transact(async (tx, now) => {
        const event = { kind: 'give-up', attempt: attemptId, now: new Date(now) } as const
        await changeMessageById(tx, messageId, event)
      }),

    /** Postings whose answer has not come. */
    openPostings: () =>
      transact(async (tx, now) => {
        const rows = await selectMessages(tx).where(isUnposted).where('kind', '=', 'posting').execute()
        return rows.map(storedMessage).flatMap(({ id: messageId, poolId, channel, state }) => {
          if (state.kind !== 'posting') return []
          const { attempt: attemptId, since } = state
          return [{ messageId, poolId, channel, attemptId, since, sinceMsAgo: now - since.getTime() }]
        })
      }),

    /** A second copy of the message may stand in its channel. */
    noteDoubt: (messageId: string): Promise<void> =>
      transact(async (tx, now) => {
        await changeMessageById(tx, messageId, { kind: 'doubt', now: new Date(now) })
      }),

    /** Messages of which a second copy may stand in their channel by now. `place` is null if none of them counts. */
    doubtful: () =>
      transact(async (tx, now) => {
        const rows = await selectMessages(tx).where('doubtful_until', '<=', now).execute()
        const posted = rows.map(storedMessage).filter(({ state }) => !isStillToCome(state))
        return posted.map((message) => ({
          messageId: message.id,
          channel: message.channel,
          place: placeOf(message),
          since: message.plannedAt,
          asOf: new Date(now),
        }))
      }),

    /** A search that began at `searchedAt` left no second copy. */
    noteSingle: (messageId: string, searchedAt: Date): Promise<void> =>
      transact(async (tx) => {
        await changeMessageById(tx, messageId, { kind: 'single', searchedAt })
      }),
  }
}

/** A second copy is looked for once it is known which one counts. */
function isStillToCome({ kind }: MessageState): boolean {
  return kind === 'planned' || kind === 'posting'
}
