// Whether a round needs a message: its states, and the only way from one to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'

/**
 * A round's card, as `rounds.card` holds it. `wanted`: one is to be posted; `shown`: a message shows the round, or will;
 * `digest`: a digest counts the round, or will, even once it has ended; `none`: the round ended before it had a card, or its
 * message is gone.
 */
export const roundCardFormat = z.enum(['wanted', 'shown', 'digest', 'none'])

export type RoundCard = z.infer<typeof roundCardFormat>

export type RoundCardEvent =
  /** A message was planned that shows it. */
  | 'planned'
  /** The message that showed it is gone. */
  | 'message-gone'
  /** Too many wait for a card each. */
  | 'join-digest'
  | 'ended-outside'

/** An unsettled round needs a new card when its message is gone. */
export function nextCard(card: RoundCard, event: RoundCardEvent, isSettled: boolean): RoundCard {
  switch (event) {
    case 'planned':
      return 'shown'
    case 'message-gone':
      if (card !== 'shown') return card
      return isSettled ? 'none' : 'wanted'
    case 'join-digest':
      return card === 'wanted' && !isSettled ? 'digest' : card
    case 'ended-outside':
      return card === 'wanted' ? 'none' : card
    default:
      return never(event)
  }
}
