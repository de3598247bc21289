// Whether a round needs a message of its own: the only way from one answer to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'

/**
 * What there is of a card for a round, as `rounds.card` holds it. `wanted`: one is to be posted; `shown`: a message shows
 * the round, or will; `held-back`: one message of the pool tells how many there are of these; `none`: the round ended
 * before it had one, or its message is gone.
 */
export const roundCardFormat = z.enum(['wanted', 'shown', 'held-back', 'none'])

export type RoundCard = z.infer<typeof roundCardFormat>

export type RoundCardEvent =
  /** A message was planned that shows it. */
  | 'planned'
  /** The message that showed it counts no longer. */
  | 'message-gone'
  /** Too many wait for a card each. */
  | 'hold-back'
  /** Decided here: the channel hears of everything, also where no card was. */
  | 'decided'
  | 'ended-outside'

/** A round that is open needs a card again when its own is gone. */
export function nextCard(card: RoundCard, event: RoundCardEvent, isSettled: boolean): RoundCard {
  switch (event) {
    case 'planned':
      return 'shown'
    case 'message-gone':
      if (card !== 'shown') return card
      return isSettled ? 'none' : 'wanted'
    case 'hold-back':
      return card === 'wanted' && !isSettled ? 'held-back' : card
    case 'decided':
      return card === 'held-back' ? 'wanted' : card
    case 'ended-outside':
      return card === 'shown' ? card : 'none'
    default:
      return never(event)
  }
}
