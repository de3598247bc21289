// A click from a message that no row knows, or that no longer counts: the button is taken away.

import type { Place } from '../domain/card-view.ts'
import type { Click } from '../domain/click.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

interface StrayStore {
  /** Whether the message there is one that counts, one that counted once, or one that no row knows. */
  standing(place: Place): Promise<'live' | 'gone' | 'unknown'>
  /** Messages that show this round, and count. */
  showing(roundId: string): Promise<readonly { readonly place: Place | null }[]>
}

export interface StrayParts extends ClosingParts {
  readonly ledger: StrayStore
}

/** Slack may not take it at once; the next click on the message would try again. */
const trying = { tries: 5, mostPause: 15_000 }

export async function closeIfStray(
  parts: StrayParts,
  { roundId, pressedOn }: Pick<Click, 'roundId' | 'pressedOn'>,
): Promise<void> {
  if (pressedOn === null || !(await isStray(parts, roundId, pressedOn))) return
  await closeMessage(parts, async () => ({ place: pressedOn }), trying)
}

/** A message that counts may show others who wait, though this round is forgotten. */
async function isStray({ ledger }: StrayParts, roundId: string | null, place: Place): Promise<boolean> {
  const standing = await ledger.standing(place)
  if (standing !== 'unknown') return standing === 'gone'
  // Perhaps it is the round's own message, which was posted, and nobody knows yet where.
  const messages = roundId === null ? [] : await ledger.showing(roundId)
  return messages.every((message) => message.place !== null)
}
