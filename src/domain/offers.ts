// What can be done about a sign-up, as its rows are: each offer is a button.
import { never } from '../shared/never.ts'
import { type CardEntry, isOpen } from './card-entry.ts'
import type { Ending } from './round.ts'
import type { Way } from './way-back.ts'

export type Offer = 'approve' | 'deny' | Way

/** In the order of their buttons. None while Cognito could take another sign-up for this one. */
export function offersOf(entry: CardEntry): readonly Offer[] {
  const { signUp, round } = entry
  if (isOpen(entry)) return ['approve', 'deny']
  const isLast = round.state.kind === 'settled' && round.isFollowed !== true
  return isLast && !signUp.isImitation ? waysBackFrom(round.state.ending) : []
}

function waysBackFrom(ending: Ending): readonly Way[] {
  switch (ending.kind) {
    case 'denied':
      return isWaitingBut(ending.account) ? ['reopen'] : []
    case 'not-done':
      return [ending.decision]
    case 'confirmed':
    case 'confirmed-elsewhere':
    case 'disproved':
    case 'disabled':
    case 'gone':
      return []
    default:
      return never(ending)
  }
}

/** Whether a denied user was still unconfirmed, as far as is known: only then there is something to decide again. */
function isWaitingBut(account: Extract<Ending, { kind: 'denied' }>['account']): boolean {
  return account.kind === 'kept' || account.status === 'UNCONFIRMED' || account.status === null
}
