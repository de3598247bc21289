// What can be done about a sign-up, as its rows are: each offer is a button.
import { type CardEntry, isOpen } from './card-entry.ts'

export type Offer = 'approve' | 'deny'

/** In the order of their buttons. None while Cognito could take another sign-up for this one. */
export function offersOf(entry: CardEntry): readonly Offer[] {
  return isOpen(entry) ? ['approve', 'deny'] : []
}
