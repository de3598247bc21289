// Posting: an attempt is written down before it is sent, and only the row's own attempt becomes the message.
import {
  type BegunPosting,
  drawnOf,
  isOver,
  type Place,
  type PostingPlace,
  type ReadRows,
} from '../../domain/card-view.ts'
import type { Division } from '../../domain/divide-message.ts'
import type { MessageState } from '../../domain/message.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { divideMessage } from './divide-message.ts'
import { noteClicksTold } from './drawing.ts'
import { freezeEvidence } from './evidence.ts'
import { beginMention, endMention, type Mentions } from './mentions.ts'
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
import { findNext, fittingTogether, type Next } from './next-posting.ts'
import { noteNudge } from './nudge-times.ts'
import { readShown } from './shown.ts'
import { isStill } from './stillness.ts'

/** The part of the store that posting works with. */
export function postingLedger({ transact, newId }: StoreParts) {
  return {
    hasUnposted: (place: PostingPlace): Promise<boolean> =>
      transact(async (tx, now) => !(await isStill(tx, place)) && (await findNext(tx, now, place)) !== null),

    /**
     * Writes down the next message to post before it is sent: a planned message, or the round that waits longest, or several
     * of them if more than a few wait. Null if there is none, or if somebody has to join a digest first. `mentions` are the groups that new cards may mention.
     */
    beginPosting: (place: PostingPlace, mentions: Mentions = new Map()): Promise<BegunPosting | null> =>
      transact(async (tx, now) => {
        const next = await findNext(tx, now, place)
        if (next === null || next.kind === 'gather') return null
        const id = next.kind === 'planned' ? next.messageId : newId()
        if (next.kind === 'cards') {
          const roundIds = await roundsToShow(tx, now, place, next)
          await planMessage(tx, now, { id, ...next, channel: place.channel, shows: next.kind, roundIds })
        }
        const attemptId = newId()
        if (await isOutdatedReminder(tx, now, id)) return null
        const event = { kind: 'begin-posting', attempt: attemptId, now: new Date(now) } as const
        const begun = await changeMessageById(tx, id, event)
        if (begun === null) return null
        const rows = await readShown(tx, begun)
        const posting = { ...rows, channel: begun.channel, attemptId }
        const mentioning = place.isQuiet?.(new Date(now)) === true ? new Map() : mentions
        return { ...rows, attemptId, mention: await beginMention(tx, now, mentioning, posting) }
      }),

    /**
     * False if another attempt became the message, or it is gone: this copy must be deleted, and a search for it follows in
     * any case. `rows` is null if a search found it, so that another one follows.
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
        const attempt = attemptId
        const posted = await changeMessage(
          tx,
          message,
          rows === null
            ? { kind: 'found', attempt, ts, now: new Date(now) }
            : { kind: 'posted', attempt, ts, drawn: drawnOf(rows) },
        )
        if (posted === null) {
          await changeMessage(tx, message, { kind: 'doubt', now: new Date(now) })
          return false
        }
        if (message.shows === 'reminder') await noteNudge(tx, { kind: 'reminder', subject: channel, at: now })
        if (rows === null) return true
        // No click has ended with a round's first version, and only cards tell ends.
        if (rows.shown.kind === 'cards')
          for (const [roundId, version] of Object.entries(drawnOf(rows).rounds))
            if (version > 1) await noteClicksTold(tx, now, { roundId, version })
        if (isOver(rows.shown)) await changeMessage(tx, posted, { kind: 'gone', now: new Date(now) })
        return true
      }),

    /** Slack answered that it did not post: the message may be posted again. */
    endPosting: (messageId: string, attemptId: string): Promise<void> =>
      transact(async (tx) => {
        await changeMessageById(tx, messageId, { kind: 'not-posted', attempt: attemptId })
        await endMention(tx, messageId, attemptId)
      }),

    /** Slack refused it for what it shows. Returns what became of it; in any case, this attempt is over. */
    dividePosting: (messageId: string, attemptId: string): Promise<Division['kind']> =>
      transact(async (tx, now) => {
        const ended = await changeMessageById(tx, messageId, { kind: 'not-posted', attempt: attemptId })
        await endMention(tx, messageId, attemptId)
        return ended === null ? 'keep' : divideMessage(tx, now, newId, ended)
      }),

    /** Not found: it may be posted again, and another search for it follows. */
    giveUpPosting: (messageId: string, attemptId: string): Promise<void> =>
      transact(async (tx, now) => {
        const event = { kind: 'give-up', attempt: attemptId, now: new Date(now) } as const
        await changeMessageById(tx, messageId, event)
      }),

    /** Postings without an answer so far. */
    openPostings: () =>
      transact(async (tx, now) => {
        const rows = await selectMessages(tx).where(isUnposted).where('kind', '=', 'posting').execute()
        return rows.map(storedMessage).flatMap(({ id: messageId, poolId, channel, state }) => {
          if (state.kind !== 'posting') return []
          const { attempt: attemptId, since } = state
          return [{ messageId, poolId, channel, attemptId, since, sinceMsAgo: now - since.getTime() }]
        })
      }),

    /** Messages of which a second copy may be in their channel by now. `place` is that of the copy to keep; null if none. */
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

/** Nobody whom it names waits any more, so it is not posted at all. */
async function isOutdatedReminder(tx: Tx, now: number, id: string): Promise<boolean> {
  const message = await readMessage(tx, id)
  if (message?.shows !== 'reminder') return false
  if (!isOver((await readShown(tx, message)).shown)) return false
  await changeMessage(tx, message, { kind: 'gone', now: new Date(now) })
  return true
}

/** What their cards will show of the evidence counts for how many fit. */
async function roundsToShow(
  tx: Tx,
  now: number,
  place: PostingPlace,
  next: Extract<Next, { kind: 'cards' }>,
): Promise<readonly string[]> {
  const rules = place.pools.find(({ poolId }) => poolId === next.poolId)?.evidenceRules
  if (rules !== undefined) await freezeEvidence(tx, now, next.roundIds, rules)
  return fittingTogether(tx, place, next)
}

/** A second copy is searched for only once it is known which copy to keep. */
function isStillToCome({ kind }: MessageState): boolean {
  return kind === 'planned' || kind === 'posting'
}
