// The round that a way back opens.
import type { CardEntry } from './card-entry.ts'
import type { Denied } from './decision.ts'
import { offersOf } from './offers.ts'
import type { Person } from './person.ts'
import type { Round } from './round.ts'
import type { Origin, Way } from './way-back.ts'

/** Where the next round comes from; null if this one does not offer that way back. */
export function originOfNext(way: Way, entry: CardEntry, by: Person, at: Date): Origin | null {
  if (!offersOf(entry).includes(way)) return null
  const denied = denialBehind(entry.round)
  return denied === null ? null : { kind: way, by, at, denied }
}

/** The denial that is to be taken back, also if that was tried before. */
function denialBehind({ state, origin }: Round): Denied | null {
  if (state.kind !== 'settled') return null
  if (state.ending.kind === 'denied') return state.ending
  return origin?.kind === 'reopen' ? origin.denied : null
}
