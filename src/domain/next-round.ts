// The round that a way back opens.
import { never } from '../shared/never.ts'
import type { CardEntry } from './card-entry.ts'
import { isDisabled, isLapsed, isUndoBegun, offersOf } from './offers.ts'
import type { Person } from './person.ts'
import type { ClickRequest } from './request.ts'
import type { Round } from './round.ts'
import { type Origin, type Way, wayOf } from './way-back.ts'

/** How a request goes back from a round; null if it does not. A command decides about somebody who has lapsed in one go. */
export function wayBackFrom(request: ClickRequest, round: Round): Way | null {
  return wayOf(request) ?? (request.kind === 'command' && isLapsed(round) ? 'reopen' : null)
}

interface AskedBy {
  readonly by: Person
  readonly at: Date
}

/** Where the next round comes from; null if this one does not offer that way back, or not any more. */
export function originOfNext(way: Way, entry: CardEntry, asked: AskedBy): Origin | null {
  const { round } = entry
  if (!offersOf(entry).includes(way)) return null
  switch (way) {
    case 'reopen':
      return reopening(round, asked)
    case 'undo':
      return undoing(round, asked)
    case 'let-in':
      return lettingIn(round, asked)
    default:
      return never(way)
  }
}

/** It takes back the denial, or lets a lapsed sign-up wait again, also if that was tried before. */
function reopening({ state, origin }: Round, asked: AskedBy): Origin | null {
  if (state.kind !== 'settled') return null
  if (state.ending.kind === 'denied') return { kind: 'reopen', ...asked, denied: state.ending }
  if (state.ending.kind === 'lapsed') return { kind: 'resume', ...asked, lapsed: state.ending }
  return origin?.kind === 'reopen' || origin?.kind === 'resume' ? { ...origin, ...asked } : null
}

/** It takes back the approval; whom an earlier try disabled is only to be signed out. */
function undoing(round: Round, asked: AskedBy): Origin | null {
  const { state, origin, undoUntil } = round
  if (state.kind !== 'settled') return null
  const { ending } = state
  const before = origin?.kind === 'undo' ? origin : null
  const isOnlySignOut = isDisabled(round)
  const until = undoUntil ?? null
  if (!isUndoBegun(round) && (until === null || until <= asked.at)) return null
  const { by, at } = ending.kind === 'confirmed' ? ending : (before?.approved ?? { by: null, at: asked.at })
  const approved = by === null ? null : { by, at }
  return { kind: 'undo', ...asked, approved, isDisabled: isOnlySignOut, until }
}

/** It takes back what disabled the user. */
function lettingIn({ state, origin }: Round, asked: AskedBy): Origin | null {
  const ending = state.kind === 'settled' ? state.ending : null
  if (ending?.kind === 'undone' || ending?.kind === 'denied') {
    const { kind, by, at } = ending
    return { kind: 'let-in', ...asked, before: { kind, by, at } }
  }
  if (origin?.kind !== 'undo') return null
  return { kind: 'let-in', ...asked, before: { kind: 'undone', by: origin.by, at: origin.at } }
}
