// Cards that stand where no configured pool puts them any more: a pool has left, or its channel has changed.

import type { Drawing, Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { Log } from '../shared/log.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

interface RetiringStore {
  /** Messages with a round that is not settled, where no pool puts its cards. `place` is null before they are posted. */
  misplaced(
    places: readonly { readonly poolId: string; readonly channel: string }[],
  ): Promise<readonly { readonly messageId: string; readonly place: Place | null }[]>
  distrustDrawing(messageId: string): Promise<void>
  startDrawing(messageId: string, drawer: string): Promise<Drawing | null>
  abandonDrawing(drawing: Drawing): Promise<void>
  noteGone(messageId: string): Promise<void>
}

export interface RetiringParts extends ClosingParts {
  readonly ledger: RetiringStore
  readonly pools: readonly Pool[]
  readonly log: Log
  readonly holder: string
}

/** Takes their buttons away. A round that still waits gets a new card where its pool's cards are now. */
export async function retireCards(parts: RetiringParts, signal: AbortSignal): Promise<void> {
  const { ledger, pools, log } = parts
  const places = pools.map(({ id, channel }) => ({ poolId: id, channel }))
  for (const { messageId, place } of await ledger.misplaced(places)) {
    if (signal.aborted) return
    if (place === null) {
      await ledger.noteGone(messageId)
      continue
    }
    const result = await closeAsDrawer(parts, messageId)
    if (result === 'left') continue
    await ledger.noteGone(messageId)
    const facts = { flow: 'retire', message: messageId, channel: place.channel, result }
    log.info(facts, 'a card was closed')
  }
}

/**
 * Left alone if somebody draws the message at this moment, and tried once: the next turn tries again. That its button is
 * gone is written down first: if the pool is back with the next start, the card is drawn again.
 */
async function closeAsDrawer(parts: RetiringParts, messageId: string) {
  const { ledger, holder } = parts
  const begun: Drawing[] = []
  const result = await closeMessage(
    parts,
    async () => {
      await ledger.distrustDrawing(messageId)
      const drawing = await ledger.startDrawing(messageId, holder)
      if (drawing !== null) begun.push(drawing)
      return drawing
    },
    { tries: 1, mostPause: 0 },
  )
  if (result === 'left') for (const drawing of begun) await ledger.abandonDrawing(drawing)
  return result
}
