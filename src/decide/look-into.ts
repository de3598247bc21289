// "I'm on it", and "Not any more": shows on the card who looks into a sign-up, or takes that back. It decides nothing.
import type { CardEntry } from '../domain/card-entry.ts'
import type { LookingResult } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { type Entitlement, entitlementFor } from '../domain/entitlement.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Pool } from '../domain/pool.ts'
import { type AnnouncingParts, announceEnd } from './announce-end.ts'
import type { Authorise } from './authorise.ts'

export interface LookingParts extends AnnouncingParts {
  readonly ledger: {
    /** Ends the click. `entitlement` is null for one that takes it back. */
    changeLooking(clickId: string, roundId: string, entitlement: Entitlement | null): Promise<LookingResult>
  }
  readonly authorise: Authorise
}

/** Returns how the click is to be ended; null if it has ended. Whoever may decide may look; nobody needs a right to stop. */
export async function changeLooking(
  parts: LookingParts,
  click: Click,
  { signUp, round }: CardEntry,
  pool: Pool,
): Promise<ClickEnd | null> {
  let entitlement: Entitlement | null = null
  if (click.request.kind === 'look-into') {
    const verdict = await parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
    if (verdict.kind === 'unchecked') return verdict
    if (verdict.kind === 'may-not') return { kind: 'refused', because: verdict.because }
    entitlement = entitlementFor(click, signUp, pool, verdict.grounds)
  }
  const result = await parts.ledger.changeLooking(click.id, round.id, entitlement)
  if (result.kind === 'over') {
    const { end, messageIds } = result
    await announceEnd(parts, { click, roundId: round.id, end, drawn: messageIds ?? 'no', ids: {} })
  }
  return null
}
