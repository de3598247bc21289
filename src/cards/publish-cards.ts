// Posting: one live message for every waiting round, also where an answer of Slack was lost.

import type { BegunPosting, MessageLedger, Posting, PostingPlace } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import type { Cards, Place } from '../domain/workspace.ts'
import { type Clock, unlessAborted } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { createPauses, type Pauses } from '../shared/pauses.ts'
import type { Tasks } from '../shared/tasks.ts'

/** A post without an answer is looked for once its deadline (10 s) and as much again have passed; in milliseconds. */
const certainlyOver = 20_000

/** The history is read from this long before the row was written, in milliseconds: clocks differ, and are put right. */
const historyMargin = 60 * 60_000

/** More than these are too many for a card each: the rest is told by one message. */
const mostQueued = 1000

export interface PublishingParts {
  readonly ledger: MessageLedger
  readonly cards: Cards
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
  const pauses = createPauses(clock, { first: 1000, most: 30_000 })
  /** Longer than the pace of posting, so that the others go ahead. */
  const contentPauses = createPauses(clock, { first: 5000, most: 60_000 })
  const historyPauses = createPauses(clock, { first: 1000, most: 60_000 })
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
    resting: [...refused].filter(contentPauses.isPausing),
  })

  /** Until the channel takes nothing, or all is posted. */
  const postIn = async (channel: string, signal: AbortSignal) => {
    while (parts.mayPost() && !pauses.isPausing(channel)) {
      if (!(await ledger.hasUnposted(placeIn(channel)))) return
      const turn = parts.turnsIn(channel).schedule('background', async () => {})
      await unlessAborted(signal, turn)
      if (signal.aborted) return
      // Only now is it decided what the message shows: what came meanwhile is in it.
      const begun = await ledger.beginPosting(placeIn(channel))
      if (begun === null) return
      const result = await post(parts, begun)
      if (result === 'posted') {
        pauses.succeeded(channel)
        contentPauses.succeeded(begun.messageId)
        refused.delete(begun.messageId)
      }
      if (result === 'channel-rests') pauses.failed(channel)
      if (result === 'refused-content') {
        contentPauses.failed(begun.messageId)
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
    begin('find lost cards', signal, () => unlessAborted(signal, findLostPostings(parts, historyPauses)))
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

async function findLostPostings(parts: PublishingParts, pauses: Pauses): Promise<void> {
  const { ledger, cards } = parts
  for (const posting of await ledger.openPostings()) {
    if (posting.sinceMsAgo >= certainlyOver) await findLost(parts, posting, pauses)
  }
  for (const { messageId, place, since } of await ledger.doubtful()) {
    const found = await find(parts, { ...place, messageId, since }, pauses)
    const doubles = found?.filter(({ ts }) => ts !== place.ts) ?? []
    if (found !== null && (await areRemoved(cards, doubles))) await ledger.noteSingle(messageId)
  }
}

async function findLost(parts: PublishingParts, posting: Posting, pauses: Pauses): Promise<void> {
  const { ledger, log, cardsChanged } = parts
  const { messageId, attemptId, channel } = posting
  const found = await find(parts, posting, pauses)
  if (found === null) return
  const [place, ...doubles] = found
  const isFound = place !== undefined
  log.info({ flow: 'publish', channel, message: messageId, isFound }, 'a lost posting was looked for')
  if (isFound) await ledger.notePosted(messageId, attemptId, place, null)
  else await ledger.giveUpPosting(messageId, attemptId)
  if (doubles.length > 0) await ledger.noteDoubt(messageId)
  cardsChanged()
}

type Wanted = Pick<Posting, 'messageId' | 'channel' | 'since'>

/**
 * Null where the channel's history was not shown: it is asked for again, ever more rarely. In a channel that no pool uses
 * any more, and that Slack does not show us, nothing is found.
 */
async function find(
  { cards, pools }: PublishingParts,
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

async function areRemoved(cards: Cards, places: readonly Place[]): Promise<boolean> {
  const removed = await Promise.all(places.map((place) => isRemoved(cards, place)))
  return removed.every(Boolean)
}

/** Also where it was not there any more. */
async function isRemoved(cards: Cards, place: Place): Promise<boolean> {
  const answer = await cards.remove(place)
  return answer.kind === 'done' || (answer.kind === 'refused' && answer.error === 'message_not_found')
}
