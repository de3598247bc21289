// Where an answer of Slack was lost: what was posted is looked for in the channel, and one copy of it is left.

import type { Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer, SlackRefusal } from '../domain/slack-answer.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { createPauses, type Pauses } from '../shared/pauses.ts'

/** A post without an answer is looked for once its deadline (10 s) and as much again have passed; in milliseconds. */
const certainlyOver = 20_000

/** The history is read from this long before the row was written, in milliseconds: clocks differ, and are put right. */
const historyMargin = 60 * 60_000

/** A message whose posting got no answer. */
interface OpenPosting {
  readonly messageId: string
  readonly channel: string
  readonly attemptId: string
  readonly since: Date
  readonly sinceMsAgo: number
}

/** A message of which a second copy may be in its channel. `place` is that of the one that counts, or counted. */
interface Doubtful {
  readonly messageId: string
  readonly channel: string
  readonly place: Place | null
  readonly since: Date
  /** When it was in doubt, by the store's time. */
  readonly asOf: Date
}

interface FindingStore {
  openPostings(): Promise<readonly OpenPosting[]>
  /** Nobody knows what the message shows: it was found. */
  notePosted(messageId: string, attemptId: string, place: Place, drawn: null): Promise<boolean>
  /** Nobody knows whether it was posted, and it was not found: it may be posted again, and is looked for once more. */
  giveUpPosting(messageId: string, attemptId: string): Promise<void>
  noteDoubt(messageId: string): Promise<void>
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
  /** A message was found again: what it shows is perhaps old. */
  cardsChanged(): void
}

/** Makes what looks for lost cards, one after the other. */
export function createFinder(parts: FindingParts): () => Promise<void> {
  const { ledger, cards } = parts
  const pauses = createPauses(parts.clock, { first: 1000, most: 60_000 })
  return async () => {
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
  const { ledger, log, cardsChanged } = parts
  const { messageId, attemptId, channel } = posting
  const found = await find(parts, posting, pauses)
  if (found === null) return
  const [place, ...doubles] = found
  const isFound = place !== undefined
  log.info({ flow: 'publish', channel, message: messageId, isFound }, 'a lost posting was searched for')
  if (isFound) await ledger.notePosted(messageId, attemptId, place, null)
  else await ledger.giveUpPosting(messageId, attemptId)
  if (doubles.length > 0) await ledger.noteDoubt(messageId)
  cardsChanged()
}

type Wanted = Pick<OpenPosting, 'messageId' | 'channel' | 'since'>

/**
 * Null if the channel's history was not shown: it is asked for again, ever more rarely. In a channel that no pool uses
 * any more, and that Slack does not show us, nothing is found.
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

/** Slack's words for a channel that we are not in, or that is not there. */
const isOutOfReach = new Set(['channel_not_found', 'not_in_channel'])

function withMargin(since: Date): Date {
  return new Date(since.getTime() - historyMargin)
}

async function areRemoved(cards: RemovingSlack, places: readonly Place[]): Promise<boolean> {
  const removed = await Promise.all(places.map((place) => isRemoved(cards, place)))
  return removed.every(Boolean)
}

/** Also if it was not there any more. */
export async function isRemoved(cards: RemovingSlack, place: Place): Promise<boolean> {
  const answer = await cards.remove(place)
  return answer.kind === 'done' || (answer.kind === 'refused' && answer.error === 'message_not_found')
}
