// Closes the cards of a lost store: a new store can't know what earlier cards of ours in the channel show.
import type { Place } from '../domain/card-view.ts'
import type { Log } from '../shared/log.ts'
import { again, done, retry } from '../shared/retry.ts'
import { type ClosingParts, type ClosingSlack, closeMessage } from './close-message.ts'

/** How far back the history is read, in milliseconds. Older cards are closed when they are clicked. */
const lookBack = 30 * 24 * 60 * 60_000

const mostPause = 60_000

interface OldCardsStore {
  /** Whether the channel was searched already. */
  hasReadHistory(channel: string): Promise<boolean>
  noteHistoryRead(channel: string): Promise<void>
  knowsMessage(messageId: string): Promise<boolean>
}

/** An open message of ours in the channel's history. */
interface FoundCard {
  readonly messageId: string
  readonly place: Place
}

export interface OldCardsParts extends ClosingParts {
  readonly ledger: OldCardsStore
  readonly cards: ClosingSlack & {
    /** Null if Slack gives no usable answer. */
    findOpen(channel: string, since: Date): Promise<readonly FoundCard[] | null>
  }
  readonly channels: readonly string[]
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Closes all cards that this store does not know; its own are written down before they are posted. Each channel is searched
 * once in a store's life; a search that was interrupted begins again at the next start.
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
    if ((await closeMessage(parts, async () => ({ place }), { mostPause, signal })) === 'closed') closed += 1
  }
  if (signal.aborted) return
  await ledger.noteHistoryRead(channel)
  if (closed > 0) log.info({ flow: 'close-old-cards', channel, closed }, 'cards of a lost store were closed')
}

/** Retries until Slack answers. */
async function findOpen(
  { cards, clock, signal }: OldCardsParts,
  channel: string,
): Promise<readonly FoundCard[]> {
  const since = new Date(clock.now().getTime() - lookBack)
  const pause = { first: 1000, most: mostPause }
  const found = await retry<readonly FoundCard[]>({ clock, pause, signal }, async () => {
    const open = await cards.findOpen(channel, since)
    return open === null ? again() : done(open)
  })
  return found ?? []
}
