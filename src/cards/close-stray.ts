// Closes a stray: a message that was clicked, but is unknown to the store or gone from it.
import type { Place } from '../domain/card-view.ts'
import type { Click } from '../domain/click.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

interface StrayStore {
  /** Whether the message there is live, gone, or unknown to the store. */
  standing(place: Place): Promise<'live' | 'gone' | 'unknown'>
  /** Messages that show this round and are not gone. */
  showing(roundId: string): Promise<readonly { readonly place: Place | null }[]>
}

export interface StrayParts extends ClosingParts {
  readonly ledger: StrayStore
}

/** A few tries are enough: the next click on the message tries again. */
const trying = { tries: 5, mostPause: 15_000 }

export async function closeIfStray(
  parts: StrayParts,
  { roundId, pressedOn }: Pick<Click, 'roundId' | 'pressedOn'>,
): Promise<void> {
  if (pressedOn === null || !(await isStray(parts, roundId, pressedOn))) return
  await closeMessage(parts, async () => ({ place: pressedOn }), trying)
}

/** A live message is no stray even if this round is forgotten: it may show others who wait. */
async function isStray({ ledger }: StrayParts, roundId: string | null, place: Place): Promise<boolean> {
  const standing = await ledger.standing(place)
  if (standing !== 'unknown') return standing === 'gone'
  // It may be the round's own message, whose posting is not written down yet.
  const messages = roundId === null ? [] : await ledger.showing(roundId)
  return messages.every((message) => message.place !== null)
}
