// Posting: one live message for every waiting round, also where an answer of Slack was lost.

import type { BegunPosting, CardView, Place, PostingPlace, ReadRows } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer, SlackRefusal } from '../domain/workspace.ts'
import { type Clock, unlessAborted } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { createPatience, type Patience } from '../shared/patience.ts'
import type { Tasks } from '../shared/tasks.ts'

/** A post without an answer is looked for once its deadline (10 s) and as much again have passed; in milliseconds. */
const certainlyOver = 20_000

/** The history is read from this long before the row was written, in milliseconds: clocks differ, and are put right. */
const historyMargin = 60 * 60_000

/** More than these are too many for a card each: the rest is told by one message. */
const mostQueued = 1000

/** A message that was sent, and whose answer has not come. */
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
  readonly asOf: Date
}

interface PublishingStore {
  holdBack(poolIds: readonly string[], most: number): Promise<number>
  hasUnposted(place: PostingPlace): Promise<boolean>
  beginPosting(place: PostingPlace): Promise<BegunPosting | null>
  notePosted(
    messageId: string,
    attemptId: string,
    place: Place,
    drawn: Pick<ReadRows, 'shown' | 'version'> | null,
  ): Promise<boolean>
  endPosting(messageId: string, attemptId: string): Promise<void>
  giveUpPosting(messageId: string, attemptId: string): Promise<void>
  openPostings(): Promise<readonly OpenPosting[]>
  noteDoubt(messageId: string): Promise<void>
  doubtful(): Promise<readonly Doubtful[]>
  noteSingle(messageId: string, searchedAt: Date): Promise<void>
}

interface PublishingSlack {
  post(view: CardView): Promise<SlackRefusal | { readonly kind: 'posted'; readonly ts: string }>
  /** Our own messages with this id, oldest first. */
  find(
    channel: string,
    messageId: string,
    since: Date,
  ): Promise<{ readonly kind: 'found'; readonly places: readonly Place[] } | SlackRefusal>
  remove(place: Place): Promise<SlackAnswer>
}

export interface PublishingParts {
  readonly ledger: PublishingStore
  readonly cards: PublishingSlack
  readonly pools: readonly Pool[]
  /** `chat.postMessage` in one channel: about one a second. */
  turnsIn(channel: string): Limit
  /** False where another process leads by now, and posts. */
  mayPost(): boolean
  /** How many sign-ups of this pool one message has room for. */
  mostSharing(pool: Pool): number
  readonly clock: Clock
  readonly log: Log
  readonly tasks: Pick<Tasks, 'start'>
  /** A message was found again: what it shows is perhaps old. */
  cardsChanged(): void
}

/**
 * Makes the publisher's turn: it begins to find what was lost and to post, each channel at its own pace. A turn waits for
 * none of that: what one channel waits for holds up no other.
 */
export function createPublisher(parts: PublishingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, pools, clock, log, tasks } = parts
  const patience = createPatience(clock, { first: 1000, most: 30_000 })
  /** Longer than the pace of posting, so that the others go ahead. */
  const contentPatience = createPatience(clock, { first: 5000, most: 60_000 })
  const historyPatience = createPatience(clock, { first: 1000, most: 60_000 })
  const refused = new Set<string>()
  const atWork = new Set<string>()

  const begin = (name: string, signal: AbortSignal, work: () => Promise<void>) => {
    if (signal.aborted || atWork.has(name)) return
    atWork.add(name)
    tasks.start(name, () => work().finally(() => atWork.delete(name)))
  }

  const placeIn = (channel: string): PostingPlace => ({
    channel,
    pools: pools
      .filter((pool) => pool.channel === channel)
      .map((pool) => ({ poolId: pool.id, mostRounds: parts.mostSharing(pool) })),
    resting: [...refused].filter(contentPatience.isResting),
  })

  /** Until the channel takes nothing, or all is posted. */
  const postIn = async (channel: string, signal: AbortSignal) => {
    while (parts.mayPost() && !patience.isResting(channel)) {
      if (!(await ledger.hasUnposted(placeIn(channel)))) return
      const turn = parts.turnsIn(channel).schedule('background', async () => {})
      await unlessAborted(signal, turn)
      if (signal.aborted) return
      // Only now is it decided what the message shows: what came meanwhile is in it.
      const begun = await ledger.beginPosting(placeIn(channel))
      if (begun === null) return
      const result = await post(parts, begun)
      if (result === 'posted') {
        patience.succeeded(channel)
        contentPatience.succeeded(begun.messageId)
        refused.delete(begun.messageId)
      }
      if (result === 'channel-rests') patience.failed(channel)
      if (result === 'refused-content') {
        contentPatience.failed(begun.messageId)
        refused.add(begun.messageId)
      }
    }
  }

  const holdBack = async (channel: string) => {
    const poolIds = placeIn(channel).pools.map(({ poolId }) => poolId)
    const count = await ledger.holdBack(poolIds, mostQueued)
    if (count > 0) log.warn({ flow: 'publish', channel, count }, 'too many sign-ups at once for a card each')
  }

  return async (signal) => {
    const channels = new Set(pools.map(({ channel }) => channel))
    for (const channel of channels) await holdBack(channel)
    begin('find lost cards', signal, () => unlessAborted(signal, findLostPostings(parts, historyPatience)))
    for (const channel of channels) begin(`post in ${channel}`, signal, () => postIn(channel, signal))
  }
}

/** Slack's words for a message that it would refuse in any channel. */
const aboutContent = /^(invalid_(blocks|metadata|attachments)|msg_|no_text$|metadata_|too_many_)/

type PostResult = 'posted' | 'channel-rests' | 'refused-content'

async function post(parts: PublishingParts, begun: BegunPosting): Promise<PostResult> {
  const { ledger, cards, log } = parts
  const { messageId, poolId, shown } = begun
  const pool = parts.pools.find(({ id }) => id === poolId)
  if (pool === undefined) throw new Error('A message of a pool that was not asked for')
  const { channel } = pool
  const answer = await cards.post({ messageId, pool, shown })
  const signUps = shown.kind === 'cards' ? shown.entries.length : 0
  const facts = { flow: 'publish', pool: pool.id, channel, message: messageId, signUps }
  if (answer.kind === 'posted') {
    const place = { channel, ts: answer.ts }
    const isOurs = await ledger.notePosted(messageId, begun.attemptId, place, begun)
    if (!isOurs && !(await isRemoved(cards, place))) await ledger.noteDoubt(messageId)
    log.info({ ...facts, ts: answer.ts, isOurs }, 'a card was posted')
    return 'posted'
  }
  const error = answer.kind === 'refused' ? answer.error : answer.kind
  log.warn({ ...facts, error }, 'a card was not posted')
  if (answer.kind === 'no-answer') return 'channel-rests'
  await ledger.endPosting(messageId, begun.attemptId)
  if (answer.kind === 'rate-limited') parts.turnsIn(channel).hold(answer.retryAfter)
  return answer.kind === 'refused' && aboutContent.test(answer.error) ? 'refused-content' : 'channel-rests'
}

async function findLostPostings(parts: PublishingParts, patience: Patience): Promise<void> {
  const { ledger, cards } = parts
  for (const posting of await ledger.openPostings()) {
    if (posting.sinceMsAgo >= certainlyOver) await findLost(parts, posting, patience)
  }
  for (const doubtful of await ledger.doubtful()) {
    const found = await find(parts, doubtful, patience)
    const doubles = found?.filter(({ ts }) => ts !== doubtful.place?.ts) ?? []
    if (found !== null && (await areRemoved(cards, doubles)))
      await ledger.noteSingle(doubtful.messageId, doubtful.asOf)
  }
}

async function findLost(parts: PublishingParts, posting: OpenPosting, patience: Patience): Promise<void> {
  const { ledger, log, cardsChanged } = parts
  const { messageId, attemptId, channel } = posting
  const found = await find(parts, posting, patience)
  if (found === null) return
  const [place, ...doubles] = found
  const isFound = place !== undefined
  log.info({ flow: 'publish', channel, message: messageId, isFound }, 'a lost posting was looked for')
  if (isFound) await ledger.notePosted(messageId, attemptId, place, null)
  else await ledger.giveUpPosting(messageId, attemptId)
  if (doubles.length > 0) await ledger.noteDoubt(messageId)
  cardsChanged()
}

type Wanted = Pick<OpenPosting, 'messageId' | 'channel' | 'since'>

/**
 * Null where the channel's history was not shown: it is asked for again, ever more rarely. In a channel that no pool uses
 * any more, and that Slack does not show us, nothing is found.
 */
async function find(
  { cards, pools }: PublishingParts,
  { messageId, channel, since }: Wanted,
  patience: Patience,
): Promise<readonly Place[] | null> {
  if (patience.isResting(channel)) return null
  const answer = await cards.find(channel, messageId, withMargin(since))
  if (answer.kind === 'found') {
    patience.succeeded(channel)
    return answer.places
  }
  const isLeft = pools.every((pool) => pool.channel !== channel)
  if (isLeft && answer.kind === 'refused' && isOutOfReach.has(answer.error)) return []
  patience.failed(channel)
  return null
}

/** Slack's words for a channel that we are not in, or that is not there. */
const isOutOfReach = new Set(['channel_not_found', 'not_in_channel'])

function withMargin(since: Date): Date {
  return new Date(since.getTime() - historyMargin)
}

async function areRemoved(cards: PublishingSlack, places: readonly Place[]): Promise<boolean> {
  const removed = await Promise.all(places.map((place) => isRemoved(cards, place)))
  return removed.every(Boolean)
}

/** Also where it was not there any more. */
async function isRemoved(cards: PublishingSlack, place: Place): Promise<boolean> {
  const answer = await cards.remove(place)
  return answer.kind === 'done' || (answer.kind === 'refused' && answer.error === 'message_not_found')
}
