// Cards that stand where no configured pool puts them any more: a pool has left, or its channel has changed.

import type { Drawing, Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { SlackAnswer } from '../domain/workspace.ts'
import type { Limit } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'

interface RetiringStore {
  misplaced(
    places: readonly { readonly poolId: string; readonly channel: string }[],
  ): Promise<readonly { readonly messageId: string; readonly place: Place | null }[]>
  distrustDrawing(messageId: string): Promise<void>
  startDrawing(messageId: string, drawer: string): Promise<Drawing | null>
  abandonDrawing(drawing: Drawing): Promise<void>
  noteGone(messageId: string): Promise<void>
}

export interface RetiringParts {
  readonly ledger: RetiringStore
  readonly cards: { closeStray(place: Place): Promise<SlackAnswer> }
  readonly pools: readonly Pool[]
  readonly turns: Limit
  readonly log: Log
  readonly holder: string
}

/** Takes their buttons away. A round that still waits gets a new card where its pool's cards are now. */
export async function retireCards(
  { ledger, cards, pools, turns, log, holder }: RetiringParts,
  signal: AbortSignal,
): Promise<void> {
  const places = pools.map(({ id, channel }) => ({ poolId: id, channel }))
  for (const { messageId, place } of await ledger.misplaced(places)) {
    if (signal.aborted) return
    if (place === null) {
      await ledger.noteGone(messageId)
      continue
    }
    const answer = await turns.schedule('background', () => close({ ledger, cards, holder }, messageId))
    if (answer === null) continue
    if (answer.kind === 'rate-limited') turns.hold(answer.retryAfter)
    if (answer.kind !== 'done' && answer.kind !== 'refused') continue
    await ledger.noteGone(messageId)
    log.info(
      { flow: 'retire', message: messageId, channel: place.channel, answer: answer.kind },
      'a card was closed',
    )
  }
}

/**
 * Null where somebody draws the message at this moment. That its button is gone is written down first: if the pool is
 * back with the next start, the card is drawn again.
 */
async function close(
  { ledger, cards, holder }: Pick<RetiringParts, 'ledger' | 'cards' | 'holder'>,
  messageId: string,
): Promise<SlackAnswer | null> {
  await ledger.distrustDrawing(messageId)
  const drawing = await ledger.startDrawing(messageId, holder)
  if (drawing === null) return null
  const answer = await cards.closeStray(drawing.place)
  if (answer.kind !== 'done' && answer.kind !== 'refused') await ledger.abandonDrawing(drawing)
  return answer
}
