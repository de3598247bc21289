// A sign-up: a user who signed up by themselves.
import { z } from 'zod'
import type { Pool } from './pool.ts'

export const attributesFormat = z.record(z.string(), z.string())

/** What Cognito says about one user. Times are Cognito's. `attributes` are Cognito's own names. */
export interface PoolUser {
  readonly poolId: string
  readonly sub: string
  readonly userName: string
  readonly signedUpAt: Date
  /** When Cognito last changed the user; left out if it did not say. */
  readonly changedAt?: Date
  /** Cognito's `UserStatus`. */
  readonly status: string
  readonly isEnabled: boolean
  readonly attributes: Readonly<Record<string, string>>
}

/** A sign-up as we keep it: identified by pool and `sub`, with the attributes that its card shows and no others. */
export interface SignUp {
  readonly poolId: string
  readonly sub: string
  readonly userName: string
  readonly signedUpAt: Date
  readonly attributes: Readonly<Record<string, string>>
  /** Its user name is another sign-up's `sub`, whatever its case, or vice versa, so Cognito could take one for the other. */
  readonly isImitation: boolean
  /** Whoever reads this may not see all of who it is: see as-channel-sees.ts. */
  readonly isMasked?: true
}

/** A sign-up as a poll saw it, not yet compared with the others. */
export type SeenSignUp = Omit<SignUp, 'isImitation'>

const alwaysShown = ['email', 'email_verified', 'phone_number', 'phone_number_verified', 'name'] as const

/** Whether this user still needs an approval. */
export function isWaiting(user: PoolUser): boolean {
  return user.status === 'UNCONFIRMED' && user.isEnabled
}

/** What is written down about a user. */
export function seenSignUp(pool: Pool, user: PoolUser): SeenSignUp {
  const { poolId, sub, userName, signedUpAt } = user
  return { poolId, sub, userName, signedUpAt, attributes: shownAttributes(pool, user) }
}

/** The attributes that a card of this pool shows; no others are kept. */
export function shownAttributes(
  pool: Pool,
  user: Pick<PoolUser, 'attributes'>,
): Readonly<Record<string, string>> {
  const shown = new Set<string>([...alwaysShown, ...pool.attributes])
  return Object.fromEntries(Object.entries(user.attributes).filter(([name]) => shown.has(name)))
}
