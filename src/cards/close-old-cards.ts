// A new store, beside a channel with cards of ours: an earlier store was lost, and nobody knows what they show.

import type { Place } from '../domain/card-view.ts'
import type { SlackAnswer } from '../domain/workspace.ts'
import { backoff } from '../shared/backoff.ts'
import type { Clock } from '../shared/clock.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'

/** How far back the history is read, in milliseconds. An older card is closed when somebody clicks it. */
const lookBack = 30 * 24 * 60 * 60_000

interface OldCardsStore {
  hasReadHistory(channel: string): Promise<boolean>
  noteHistoryRead(channel: string): Promise<void>
  knowsMessage(messageId: string): Promise<boolean>
}

/** A message of ours that is not closed, as the channel's history shows it. */
interface FoundCard {
  readonly messageId: string
  readonly place: Place
}

interface OldCardsSlack {
  closeStray(place: Place): Promise<SlackAnswer>
  /** Our own messages that can be clicked, or tell how many have no card; null if Slack gives no usable answer. */
  findOpen(channel: string, since: Date): Promise<readonly FoundCard[] | null>
}

export interface OldCardsParts {
  readonly ledger: OldCardsStore
  readonly cards: OldCardsSlack
  readonly channels: readonly string[]
  readonly turns: Limit
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Takes the buttons off the cards of a lost store; those of this one are known by the time they are posted. Each channel
 * is searched once in a store's life: a search that did not come to its end is begun again with the next start.
 */
export async function closeOldCards(parts: OldCardsParts): Promise<void> {
  await Promise.all(parts.channels.map((channel) => closeIn(parts, channel)))
}

async function closeIn(parts: OldCardsParts, channel: string): Promise<void> {
  const { ledger, log, signal } = parts
  if (await ledger.hasReadHistory(channel)) return
  let closed = 0
  for (const { messageId, place } of await findOpen(parts, channel)) {
    if (await ledger.knowsMessage(messageId)) continue
    if (await close(parts, place)) closed += 1
  }
  if (signal.aborted) return
  await ledger.noteHistoryRead(channel)
  if (closed > 0) log.info({ flow: 'close-old-cards', channel, closed }, 'cards of a lost store were closed')
}

/** Tries until Slack takes it, or says that it never will. True where it took it. */
async function close({ cards, turns, clock, signal }: OldCardsParts, place: Place): Promise<boolean> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    const answer = await turns.schedule('background', () => cards.closeStray(place))
    if (answer.kind === 'done') return true
    if (answer.kind === 'refused') return false
    if (answer.kind === 'rate-limited') turns.hold(answer.retryAfter)
    await clock.sleep(backoff(tries, { first: 1000, most: 60_000 }), signal)
  }
  return false
}

/** Asks until Slack answers. */
async function findOpen(
  { cards, clock, signal }: OldCardsParts,
  channel: string,
): Promise<readonly FoundCard[]> {
  const since = new Date(clock.now().getTime() - lookBack)
  for (let tries = 1; !signal.aborted; tries += 1) {
    const found = await cards.findOpen(channel, since)
    if (found !== null) return found
    await clock.sleep(backoff(tries, { first: 1000, most: 60_000 }), signal)
  }
  return []
}
