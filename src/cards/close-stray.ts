// Closes a stray: a message of this store that was clicked, but is unknown to it or gone.
import type { Place } from '../domain/card-view.ts'
import type { Click } from '../domain/click.ts'
import { idNamedBy } from '../domain/request.ts'
import { isOfStore } from '../domain/store-id.ts'
import { type ClosingParts, closeMessage } from './close-message.ts'

interface StrayStore {
  /** Whether the message there is live, gone, or unknown to the store. */
  standing(place: Place): Promise<'live' | 'gone' | 'unknown'>
  /** Messages that show this round and are not gone. */
  showing(roundId: string): Promise<readonly { readonly place: Place | null }[]>
}

export interface StrayParts extends ClosingParts {
  readonly ledger: StrayStore
  readonly storeId: string
}

/** A few tries are enough: the next click on the message tries again. */
const trying = { tries: 5, mostPause: 15_000 }

export async function closeIfStray(
  parts: StrayParts,
  { request, roundId, pressedOn }: Pick<Click, 'request' | 'roundId' | 'pressedOn'>,
): Promise<void> {
  const id = idNamedBy(request)
  // Another Countersign may answer for a message whose button does not bear this store's id.
  if (pressedOn === null || id === null || !isOfStore(parts.storeId, id)) return
  if (!(await isStray(parts, roundId, pressedOn))) return
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
