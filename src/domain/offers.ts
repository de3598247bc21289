// What can be done about a sign-up, as its rows are: each offer is a button.
import { never } from '../shared/never.ts'
import { type CardEntry, isOpen } from './card-entry.ts'
import { type Ending, type Round, tallyOf } from './round.ts'
import type { Way } from './way-back.ts'

export type Offer = 'approve' | 'deny' | 'withdraw' | Way | 'details'

/** In the order of their buttons. Nothing is decided while Cognito could take another sign-up for this one. */
export function offersOf(entry: CardEntry): readonly Offer[] {
  return [...decidingOffers(entry), 'details']
}

function decidingOffers(entry: CardEntry): readonly Offer[] {
  const { signUp, round } = entry
  if (isOpen(entry)) return hasApprovals(round) ? ['approve', 'deny', 'withdraw'] : ['approve', 'deny']
  const isLast = round.state.kind === 'settled' && round.isFollowed !== true
  if (!isLast || signUp.isImitation) return []
  const ways = waysBackFrom(round, round.state.ending)
  // Nobody lets in whom they can't see: Details shows who it is.
  return signUp.isMasked === true ? ways.filter((way) => way !== 'let-in') : ways
}

function hasApprovals({ state }: Round): boolean {
  return (tallyOf(state)?.given ?? []).length > 0
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
      // Whom only signing out was left for is disabled: that may be tried at any time.
      return isDisabled(round) ? ['let-in', 'undo'] : undo
    case 'confirmed-elsewhere':
    case 'disproved':
    case 'disabled':
    case 'gone':
      return []
    default:
      return never(ending)
  }
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
