// Compares the open cards with the channels: a card that somebody deleted is posted anew. Cards of other stores are
// counted and left alone, since another Countersign may answer for them.
import { type History, missingFrom, type OwnMessage } from '../domain/history.ts'
import type { SlackRefusal } from '../domain/slack-answer.ts'
import { isOfStore, storeOf } from '../domain/store-id.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { createPauses } from '../shared/pauses.ts'

/** How often a channel is compared, in milliseconds. */
const compareEvery = 60 * 60_000

/** How far back the first comparison looks for cards of other stores, in milliseconds. */
const lookBack = 30 * 24 * 60 * 60_000

/** The most pages of a channel's history that one comparison reads. */
const mostPages = 20

/** What one reading leaves out at its beginning, in milliseconds. */
const margin = 1000

interface OpenMessage {
  readonly messageId: string
  readonly ts: string
}

export interface ComparingParts {
  readonly ledger: {
    /** Messages there that are live and show a round that is not settled, or a pool's notice. */
    openIn(channel: string, poolIds: readonly string[]): Promise<readonly OpenMessage[]>
    /** Has the message drawn again. If Slack then says that it is not there, it is gone, and is posted anew. */
    distrustDrawing(messageId: string): Promise<void>
  }
  readonly cards: {
    seeHistory(channel: string, since: Date, mostPages: number): Promise<History | SlackRefusal>
  }
  readonly pools: readonly { readonly id: string; readonly channel: string }[]
  readonly channels: readonly string[]
  readonly storeId: string
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
}

/** Makes the turn of a loop: compares each channel at the start, and then once an hour. A failed reading is repeated sooner. */
export function createComparison(parts: ComparingParts): () => Promise<void> {
  const { clock, signal } = parts
  const comparedAt = new Map<string, number>()
  const pauses = createPauses(clock, { first: 60_000, most: 10 * 60_000 })
  const isDue = (channel: string) => {
    const last = comparedAt.get(channel)
    return last === undefined || clock.now().getTime() - last >= compareEvery
  }
  return async () => {
    for (const channel of parts.channels) {
      if (signal.aborted) return
      if (!isDue(channel) || pauses.isPausing(channel)) continue
      const at = clock.now().getTime()
      if (await compare(parts, channel, !comparedAt.has(channel))) {
        comparedAt.set(channel, at)
        pauses.succeeded(channel)
      } else pauses.failed(channel)
    }
  }
}

/** False if Slack did not show the history: then nothing is concluded. */
async function compare(parts: ComparingParts, channel: string, isFirst: boolean): Promise<boolean> {
  const { ledger, cards, pools, clock, log, signal } = parts
  const poolIds = pools.filter((pool) => pool.channel === channel).map(({ id }) => id)
  // Before the history: what is posted meanwhile can't be missing.
  const open = await ledger.openIn(channel, poolIds)
  if (open.length === 0 && !isFirst) return true
  const since = sinceWhen(open, isFirst ? clock.now().getTime() - lookBack : null)
  const history = await cards.seeHistory(channel, since, mostPages)
  if (history.kind !== 'seen') return false
  if (signal.aborted) return true
  if (isFirst) countOthers(parts, channel, history.messages)
  const missing = missingFrom(history, open)
  if (missing.length > 0)
    log.info({ flow: 'compare', channel, missing: missing.length }, 'cards are missing in their channel')
  for (const { messageId } of missing) await ledger.distrustDrawing(messageId)
  return true
}

/** Before the oldest open message, and at least since then. */
function sinceWhen(open: readonly OpenMessage[], atLeast: number | null): Date {
  const posted = open.map(({ ts }) => Number(ts) * 1000 - margin)
  return new Date(Math.floor(Math.min(...posted, ...(atLeast === null ? [] : [atLeast]))))
}

function countOthers(
  { storeId, log }: ComparingParts,
  channel: string,
  messages: readonly OwnMessage[],
): void {
  const counts = new Map<string, number>()
  for (const { messageId, isOpen } of messages) {
    if (!isOpen || isOfStore(storeId, messageId)) continue
    const store = storeOf(messageId) ?? 'unknown'
    counts.set(store, (counts.get(store) ?? 0) + 1)
  }
  for (const [store, count] of counts)
    log.warn({ flow: 'compare', channel, store, count }, 'cards of another store are left as they are')
}
