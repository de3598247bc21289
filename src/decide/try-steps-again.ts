// "Try again": steps after the confirmation that failed are done again, if the clicker may decide.
import type { Click, ClickEnd } from '../domain/click.ts'
import { type Entitlement, entitlementFor } from '../domain/entitlement.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { TriedAgain } from '../domain/step-work.ts'
import { type AnnouncingParts, announceEnd } from './announce-end.ts'
import type { Authorise } from './authorise.ts'

export interface TryingAgainParts extends AnnouncingParts {
  readonly ledger: {
    /** Ends the click. `place` is that of the one step; null for all that failed. */
    trySteps(
      clickId: string,
      roundId: string,
      place: number | null,
      entitlement: Entitlement,
    ): Promise<TriedAgain>
  }
  readonly authorise: Authorise
}

interface About {
  readonly roundId: string
  readonly place: number | null
  readonly signUp: SignUp
  readonly pool: Pool
}

/** The steps themselves are done by their loop. Resolves to how the click is still to be ended; null if it is not. */
export async function tryStepsAgain(
  parts: TryingAgainParts,
  click: Click,
  { roundId, place, signUp, pool }: About,
): Promise<ClickEnd | null> {
  const verdict = await parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
  if (verdict.kind === 'unchecked') return verdict
  if (verdict.kind === 'may-not') return { kind: 'refused', because: verdict.because }
  const entitlement = entitlementFor(click, signUp, pool, verdict.grounds)
  const tried = await parts.ledger.trySteps(click.id, roundId, place, entitlement)
  if (tried.kind === 'over')
    await announceEnd(parts, { click, roundId, end: tried.end, drawn: tried.messageIds ?? 'no', ids: {} })
  return null
}
