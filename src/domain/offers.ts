// What can be done about a sign-up, as its rows are: each offer is a button.
import { type CardEntry, isOpen } from './card-entry.ts'
import { tallyOf } from './round.ts'

export type Offer = 'approve' | 'deny' | 'withdraw'

/** In the order of their buttons. None while Cognito could take another sign-up for this one. */
export function offersOf(entry: CardEntry): readonly Offer[] {
  if (!isOpen(entry)) return []
  const given = tallyOf(entry.round.state)?.given ?? []
  return given.length === 0 ? ['approve', 'deny'] : ['approve', 'deny', 'withdraw']
}
