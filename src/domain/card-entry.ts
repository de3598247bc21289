// One sign-up with the round that its card shows.
import type { Round } from './round.ts'
import type { SignUp } from './sign-up.ts'

export interface CardEntry {
  readonly signUp: SignUp
  readonly round: Round
}

/** Whether it can't be: it is waiting, and Cognito could take another for it. */
export function isBlocked({ signUp, round }: CardEntry): boolean {
  return round.state.kind === 'waiting' && signUp.isImitation
}

/** Whether it can be approved from Slack: it is waiting, and Cognito can't take another for it. */
export function isOpen({ signUp, round }: CardEntry): boolean {
  return round.state.kind === 'waiting' && !signUp.isImitation
}
