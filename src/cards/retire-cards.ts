// Retires cards in channels that their pool no longer uses: the pool was removed, or its channel changed.
import type { Drawing, Place } from '../domain/card-view.ts'
import type { Pool } from '../domain/pool.ts'
import type { Log } from '../shared/log.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

interface RetiringStore {
  /** Messages in a channel that their pool does not use, if a round is unsettled or `place` is null: not posted yet. */
  misplaced(
    places: readonly { readonly poolId: string; readonly channel: string }[],
  ): Promise<readonly { readonly messageId: string; readonly place: Place | null }[]>
  /** Those who wait in other pools leave their digest, until their pool is in the configuration again. */
  leaveDigests(poolIds: readonly string[]): Promise<void>
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

/** Closes these cards. A round that still waits gets a new card in its pool's present channel. */
export async function retireCards(parts: RetiringParts, signal: AbortSignal): Promise<void> {
  const { ledger, pools, log } = parts
  const places = pools.map(({ id, channel }) => ({ poolId: id, channel }))
  await ledger.leaveDigests(places.map(({ poolId }) => poolId))
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
 * Tries once, and not while the message is being drawn: the next turn tries again. First distrusts what was drawn, so that
 * the card is redrawn with its button if the next start has the pool back.
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
