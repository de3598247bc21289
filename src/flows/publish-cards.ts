// Posting: one live message for every waiting round, also where an answer of Slack was lost.
import type { Clock } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
import { createPatience } from '../shared/patience.ts'
import type { MessageLedger, Posting } from '../sign-up/ledger.ts'
import type { Pool } from '../sign-up/pool.ts'
import type { Cards } from '../sign-up/workspace.ts'

/** A post without an answer is looked for once its deadline (10 s) and as much again have passed; in milliseconds. */
const certainlyOver = 20_000

/** The history is read from this long before the row was written, in milliseconds: clocks differ. */
const historyMargin = 5 * 60_000

export interface PublishingParts {
  readonly ledger: MessageLedger
  readonly cards: Cards
  readonly pools: readonly Pool[]
  /** `chat.postMessage` in one channel: about one a second. */
  turnsIn(channel: string): Limit
  readonly clock: Clock
  readonly log: Log
  /** A message was found again: what it shows is perhaps old. */
  cardsChanged(): void
}

/** Makes the publisher's turn: it plans, finds what was lost, and posts, each channel at its own pace. */
export function createPublisher(parts: PublishingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, pools, clock } = parts
  const patience = createPatience(clock, { first: 1000, most: 30_000 })

  /** Until the channel takes nothing, or all is posted. */
  const postIn = async (channel: string, messages: readonly Unposted[], signal: AbortSignal) => {
    for (const { messageId, poolId } of messages) {
      const pool = pools.find((one) => one.id === poolId)
      if (signal.aborted || patience.isResting(channel)) return
      if (pool === undefined) continue
      const isPosted = await parts.turnsIn(channel).schedule('background', () => post(parts, pool, messageId))
      if (isPosted) patience.succeeded(channel)
      else patience.failed(channel)
    }
  }

  return async (signal) => {
    for (const pool of pools) await ledger.plan(pool.id, pool.channel)
    await findLostPostings(parts)
    const byChannel = Map.groupBy(await ledger.unposted(), (message) => message.channel)
    await Promise.all([...byChannel].map(([channel, messages]) => postIn(channel, messages, signal)))
  }
}

type Unposted = Awaited<ReturnType<MessageLedger['unposted']>>[number]

/** False where the channel takes nothing now. */
async function post(parts: PublishingParts, pool: Pool, messageId: string): Promise<boolean> {
  const { ledger, cards, log } = parts
  const { channel } = pool
  const begun = await ledger.beginPosting(messageId)
  if (begun === null) return true
  const answer = await cards.post({ messageId, pool, entries: begun.entries })
  const facts = { flow: 'publish', pool: pool.id, channel, message: messageId }
  if (answer.kind === 'posted') {
    const place = { channel, ts: answer.ts }
    const isOurs = await ledger.notePosted(messageId, begun.attemptId, place, begun.entries)
    if (!isOurs) await cards.remove(place)
    log.info({ ...facts, ts: answer.ts, isOurs }, 'a card was posted')
    return true
  }
  const error = answer.kind === 'refused' ? answer.error : answer.kind
  log.warn({ ...facts, error }, 'a card was not posted')
  if (answer.kind === 'no-answer') return false
  await ledger.endPosting(messageId, begun.attemptId)
  if (answer.kind === 'rate-limited') parts.turnsIn(channel).hold(answer.retryAfter)
  return false
}

async function findLostPostings(parts: PublishingParts): Promise<void> {
  for (const posting of await parts.ledger.openPostings()) {
    if (posting.sinceMsAgo >= certainlyOver) await findLost(parts, posting)
  }
}

async function findLost(parts: PublishingParts, posting: Posting): Promise<void> {
  const { ledger, cards, log, cardsChanged } = parts
  const { messageId, attemptId, channel } = posting
  const found = await cards.find(channel, messageId, new Date(posting.since.getTime() - historyMargin))
  if (found === null) return
  const [place, ...doubles] = found
  const isFound = place !== undefined
  log.info({ flow: 'publish', channel, message: messageId, isFound }, 'a lost posting was looked for')
  if (!isFound) return ledger.endPosting(messageId, attemptId)
  await ledger.notePosted(messageId, attemptId, place, [])
  for (const double of doubles) await cards.remove(double)
  cardsChanged()
}
