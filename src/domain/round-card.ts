// Whether a round needs a message: its states, and the only way from one to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'

/**
 * A round's card, as `rounds.card` holds it. `wanted`: one is to be posted; `shown`: a message shows the round, or will;
 * `held-back`: the pool's notice counts the round; `none`: the round ended before it had a card, or its message is gone.
 */
export const roundCardFormat = z.enum(['wanted', 'shown', 'held-back', 'none'])

export type RoundCard = z.infer<typeof roundCardFormat>

export type RoundCardEvent =
  /** A message was planned that shows it. */
  | 'planned'
  /** The message that showed it is gone. */
  | 'message-gone'
  /** Too many wait for a card each. */
  | 'hold-back'
  /** Decided here: the channel is told every decision, even if there was no card. */
  | 'decided'
  | 'ended-outside'

/** An unsettled round needs a new card when its message is gone. */
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
