// The form with which an approver denies one sign-up.
import type { Fate } from './decision.ts'
import type { Pool } from './pool.ts'
import type { Round } from './round.ts'
import type { SignUp } from './sign-up.ts'

export interface DenialForm {
  /** The click that opens it; comes back with the submission. */
  readonly clickId: string
  readonly pool: Pool
  readonly signUp: SignUp
  /** What happens to the account. */
  readonly onDeny: Fate
  /** The reasons to choose from; a submission names one by its place. */
  readonly reasons: readonly string[]
}

/** What a denial does to this account where the pool's is this: nobody is disabled twice. */
export function fateOf({ origin }: Round, onDeny: Fate): Fate {
  return origin?.kind === 'let-in' ? 'keep-disabled' : onDeny
}

/**
 * Whether the account holds its e-mail address as its name: then nobody else can use the address while the account is
 * there. A pool in which people sign in by address makes the `sub` the user name.
 */
export function isNamedByEmail({ userName, sub, attributes }: SignUp): boolean {
  const email = attributes['email'] ?? ''
  if (email === '') return false
  return userName === sub || userName.toLowerCase() === email.toLowerCase()
}
