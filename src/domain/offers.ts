// What can be done about a sign-up, as its rows are: each offer is a button.
import { never } from '../shared/never.ts'
import { type CardEntry, isOpen } from './card-entry.ts'
import { failureMeanings } from './failure.ts'
import type { Pool } from './pool.ts'
import { type Ending, type Round, tallyOf } from './round.ts'
import { isFailed } from './step.ts'
import { mayDoSteps } from './steps-of-round.ts'
import type { Way } from './way-back.ts'

export type Offer =
  | 'approve'
  | 'deny'
  | 'withdraw'
  | 'look-into'
  | 'stop-looking'
  | 'try-again'
  | Way
  | 'details'

/** Who looks into a sign-up is for others to see: private answers and App Home don't offer it. */
export function isAboutLooking(offer: Offer): boolean {
  return offer === 'look-into' || offer === 'stop-looking'
}

/** In the order of their buttons. Nothing is decided while Cognito could take another sign-up for this one. */
export function offersOf(entry: CardEntry): readonly Offer[] {
  return [...decidingOffers(entry), 'details']
}

function decidingOffers(entry: CardEntry): readonly Offer[] {
  const { signUp, round } = entry
  if (isOpen(entry)) {
    const withdraw = hasApprovals(round) ? (['withdraw'] as const) : []
    return ['approve', 'deny', ...withdraw, ...lookingOffers(round)]
  }
  const isLast = round.state.kind === 'settled' && round.isFollowed !== true
  if (!isLast || signUp.isImitation) return []
  const ways = waysBackFrom(round, round.state.ending)
  const again = mayDoSteps(round) && round.steps?.some(isFailed) ? (['try-again'] as const) : []
  // Nobody lets in whom they can't see: Details shows who it is.
  return [...again, ...(signUp.isMasked === true ? ways.filter((way) => way !== 'let-in') : ways)]
}

function hasApprovals({ state }: Round): boolean {
  return (tallyOf(state)?.given ?? []).length > 0
}

/** Anybody may take it over. */
function lookingOffers({ state }: Round): readonly Offer[] {
  const isLookedInto = state.kind === 'waiting' && state.looking !== undefined
  return isLookedInto ? ['look-into', 'stop-looking'] : ['look-into']
}

function waysBackFrom(round: Round, ending: Ending): readonly Way[] {
  const undo = round.undoUntil == null ? [] : (['undo'] as const)
  switch (ending.kind) {
    case 'confirmed':
      return undo
    case 'undone':
      return ending.signOutFailure === null ? ['let-in'] : ['let-in', 'undo']
    case 'denied':
      return waysBackFromDenial(ending.account)
    case 'lapsed':
      return ['reopen']
    case 'not-done':
      if (ending.decision === 'reopen') return ['reopen']
      if (isDisabled(round)) return ['let-in', 'undo']
      return isUndoBegun(round) ? ['undo'] : undo
    case 'confirmed-elsewhere':
    case 'disproved':
    case 'disabled':
    case 'gone':
      return []
    default:
      return never(ending)
  }
}

/** The pool may have stopped offering it since the card was drawn; what has begun is completed. */
export function isUndoOffered(round: Round, { undoWindow }: Pick<Pool, 'undoWindow'>): boolean {
  return undoWindow > 0 || isUndoBegun(round)
}

/** Whether an undoing has done a part, or may have: it can be completed at any time, since only beginning one is limited. */
export function isUndoBegun(round: Round): boolean {
  const ending = round.state.kind === 'settled' ? round.state.ending : null
  const isUndo = ending?.kind === 'not-done' && ending.decision === 'undo'
  return isDisabled(round) || (isUndo && failureMeanings[ending.reason.kind].outcome === 'may-be-done')
}

/** Whether an earlier undoing disabled the user, so that only signing them out may be left. */
export function isDisabled({ state, origin }: Round): boolean {
  const isUndone = state.kind === 'settled' && state.ending.kind === 'undone'
  return isUndone || (origin?.kind === 'undo' && origin.isDisabled)
}

/** Whether it has lapsed, also if reopening it did not work. */
export function isLapsed({ state, origin }: Round): boolean {
  if (state.kind !== 'settled') return false
  const { kind } = state.ending
  return kind === 'lapsed' || (kind === 'not-done' && origin?.kind === 'resume')
}

/** There is something to decide again only about who was unconfirmed, as far as is known. */
function waysBackFromDenial(account: Extract<Ending, { kind: 'denied' }>['account']): readonly Way[] {
  if (account.kind === 'kept') return ['reopen']
  if (account.kind === 'kept-disabled' || account.status === 'CONFIRMED') return ['let-in']
  return account.status === 'UNCONFIRMED' || account.status === null ? ['reopen'] : []
}
