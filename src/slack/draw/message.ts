// A message in a channel, drawn from its rows: the same function for the first post and for every update.

import { asChannelSees } from '../../domain/as-channel-sees.ts'
import type { CardView } from '../../domain/card-view.ts'
import { never } from '../../shared/never.ts'
import { type Drawn, drawCard, drawHeldBack } from './card.ts'
import { drawPlainCard } from './plain-card.ts'
import { drawSharedCard } from './shared-card.ts'

/** Draws what a message shows. */
export function drawMessage(view: CardView): Drawn {
  const { messageId, pool, shown } = asChannelSees(view)
  switch (shown.kind) {
    case 'cards': {
      const [first, ...more] = shown.entries
      if (first !== undefined && more.length === 0)
        return shown.isPlain ? drawPlainCard(first, pool) : drawCard(first, pool)
      return drawSharedCard({ messageId, pool, ...shown })
    }
    case 'held-back':
      return drawHeldBack(shown.heldBack, pool)
    default:
      return never(shown)
  }
}
