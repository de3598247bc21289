// Posting: one live message for every waiting round, also where an answer of Slack was lost.
import { backoff } from '../shared/backoff.ts'
import type { Clock } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'
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
  const troubles = new Map<string, { readonly tries: number; readonly notBefore: number }>()
  const isResting = (channel: string) => (troubles.get(channel)?.notBefore ?? 0) > parts.clock.now().getTime()
  const troubled = (channel: string) => {
    const tries = (troubles.get(channel)?.tries ?? 0) + 1
    const notBefore = parts.clock.now().getTime() + backoff(tries, { first: 1000, most: 30_000 })
    troubles.set(channel, { tries, notBefore })
  }

  return async (signal) => {
    for (const pool of parts.pools) await parts.ledger.plan(pool.id, pool.channel)
    await findLostPostings(parts)
    const byChannel = Map.groupBy(await parts.ledger.unposted(), (message) => message.channel)
    await Promise.all(
      [...byChannel].map(async ([channel, messages]) => {
        if (isResting(channel)) return
        for (const { messageId, poolId } of messages) {
          if (signal.aborted) return
          const pool = parts.pools.find((one) => one.id === poolId)
          if (pool === undefined) continue
          if (
            !(await parts
              .turnsIn(channel)
              .schedule('background', () => post(parts, pool, channel, messageId)))
          ) {
            return troubled(channel)
          }
          troubles.delete(channel)
        }
      }),
    )
  }
}

/** False where the channel takes nothing now. */
async function post(
  parts: PublishingParts,
  pool: Pool,
  channel: string,
  messageId: string,
): Promise<boolean> {
  const { ledger, cards, log } = parts
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

async function findLost(
  { ledger, cards, log, cardsChanged }: PublishingParts,
  posting: Posting,
): Promise<void> {
  const { messageId, attemptId, channel } = posting
  const [place, ...doubles] = await cards.find(
    channel,
    messageId,
    new Date(posting.since.getTime() - historyMargin),
  )
  log.info(
    { flow: 'publish', channel, message: messageId, isFound: place !== undefined },
    'a lost posting was looked for',
  )
  if (place === undefined) return ledger.endPosting(messageId, attemptId)
  await ledger.notePosted(messageId, attemptId, place, [])
  for (const double of doubles) await cards.remove(double)
  cardsChanged()
}
