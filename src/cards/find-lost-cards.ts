// If Slack's answer to a post was lost: searches the channel for the message, and leaves one copy of it.

import type { Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer, SlackRefusal } from '../domain/slack-answer.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { createPauses, type Pauses } from '../shared/pauses.ts'

/** When to search for a post without an answer: after its timeout (10 s) and as much again; in milliseconds. */
const certainlyOver = 20_000

/** How long before the row was written the search begins, in milliseconds, since clocks differ and get adjusted. */
const historyMargin = 60 * 60_000

/** A message whose posting got no answer. */
interface OpenPosting {
  readonly messageId: string
  readonly channel: string
  readonly attemptId: string
  readonly since: Date
  readonly sinceMsAgo: number
}

/** A message of which a second copy may be in its channel. `place` is that of the copy to keep, if there is one. */
interface Doubtful {
  readonly messageId: string
  readonly channel: string
  readonly place: Place | null
  readonly since: Date
  /** When this was read, by the store's time. */
  readonly asOf: Date
}

interface FindingStore {
  openPostings(): Promise<readonly OpenPosting[]>
  /** `drawn` is null, since what a found message shows is unknown. Another search for it follows. */
  notePosted(messageId: string, attemptId: string, place: Place, drawn: null): Promise<boolean>
  /** Not found: it may be posted again, and another search for it follows. */
  giveUpPosting(messageId: string, attemptId: string): Promise<void>
  doubtful(): Promise<readonly Doubtful[]>
  /** A search that began at `searchedAt` left no second copy. */
  noteSingle(messageId: string, searchedAt: Date): Promise<void>
}

interface RemovingSlack {
  remove(place: Place): Promise<SlackAnswer>
}

export interface FindingParts {
  readonly ledger: FindingStore
  readonly cards: RemovingSlack & {
    /** Our own messages with this id, oldest first. */
    find(
      channel: string,
      messageId: string,
      since: Date,
    ): Promise<{ readonly kind: 'found'; readonly places: readonly Place[] } | SlackRefusal>
  }
  readonly pools: readonly Pool[]
  readonly clock: Clock
  readonly log: Log
  /** A message was found that may be out of date, or has to be posted again. */
  cardsChanged(): void
}

/** The returned function searches for all lost cards, one after the other. It pauses no longer in channels that reopened. */
export function createFinder(parts: FindingParts): (reopened: readonly string[]) => Promise<void> {
  const { ledger, cards } = parts
  const pauses = createPauses(parts.clock, { first: 1000, most: 60_000 })
  return async (reopened) => {
    for (const channel of reopened) pauses.succeeded(channel)
    for (const posting of await ledger.openPostings()) {
      if (posting.sinceMsAgo >= certainlyOver) await findLost(parts, posting, pauses)
    }
    for (const doubtful of await ledger.doubtful()) {
      const found = await find(parts, doubtful, pauses)
      const doubles = found?.filter(({ ts }) => ts !== doubtful.place?.ts) ?? []
      if (found !== null && (await areRemoved(cards, doubles)))
        await ledger.noteSingle(doubtful.messageId, doubtful.asOf)
    }
  }
}

async function findLost(parts: FindingParts, posting: OpenPosting, pauses: Pauses): Promise<void> {
  const { ledger, cards, log, cardsChanged } = parts
  const { messageId, attemptId, channel } = posting
  const found = await find(parts, posting, pauses)
  if (found === null) return
  const [place, ...doubles] = found
  const isFound = place !== undefined
  log.info({ flow: 'publish', channel, message: messageId, isFound }, 'a lost posting was searched for')
  if (isFound) await ledger.notePosted(messageId, attemptId, place, null)
  else await ledger.giveUpPosting(messageId, attemptId)
  // One that stays is found by the search that follows.
  await areRemoved(cards, doubles)
  cardsChanged()
}

type Wanted = Pick<OpenPosting, 'messageId' | 'channel' | 'since'>

/**
 * Null if Slack did not show the channel's history; the next try follows after a growing pause. If no pool uses the channel
 * any more and Slack does not show it to us, nothing is found.
 */
async function find(
  { cards, pools }: FindingParts,
  { messageId, channel, since }: Wanted,
  pauses: Pauses,
): Promise<readonly Place[] | null> {
  if (pauses.isPausing(channel)) return null
  const answer = await cards.find(channel, messageId, withMargin(since))
  if (answer.kind === 'found') {
    pauses.succeeded(channel)
    return answer.places
  }
  const isLeft = pools.every((pool) => pool.channel !== channel)
  if (isLeft && answer.kind === 'refused' && isOutOfReach.has(answer.error)) return []
  pauses.failed(channel)
  return null
}

/** Slack's codes for a channel that we are not in, or that does not exist. */
const isOutOfReach = new Set(['channel_not_found', 'not_in_channel'])

function withMargin(since: Date): Date {
  return new Date(since.getTime() - historyMargin)
}

async function areRemoved(cards: RemovingSlack, places: readonly Place[]): Promise<boolean> {
  const removed = await Promise.all(places.map((place) => isRemoved(cards, place)))
  return removed.every(Boolean)
}

/** True also if it was gone already. */
async function isRemoved(cards: RemovingSlack, place: Place): Promise<boolean> {
  const answer = await cards.remove(place)
  return answer.kind === 'done' || (answer.kind === 'refused' && answer.error === 'message_not_found')
}
