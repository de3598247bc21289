// Clicks without an end that nobody works on: left behind by a dead process, or by a store that was away.
import type { Click } from '../domain/click.ts'
import type { RecoveryLedger } from '../domain/ledger.ts'
import type { Decider } from './decide-sign-up.ts'

/**
 * Longer than a live process takes from a click's row to its claim, except in a rush, in milliseconds. One that is still
 * queued there is claimed once all the same.
 */
const surelyAbandoned = 2 * 60_000

export interface ResumingParts {
  readonly ledger: RecoveryLedger
  readonly decider: Pick<Decider, 'takeUp' | 'isAtWork'>
  /** Begins to carry out a click that nobody has claimed. */
  carryOut(click: Click): void
  start(name: string, work: () => Promise<void>): void
}

/** Takes them up. `isOwner` at the start of the only process on the store: whatever it finds is its own. */
export async function resumeClicks(
  { ledger, decider, carryOut, start }: ResumingParts,
  isOwner: boolean,
): Promise<void> {
  if (isOwner) await ledger.freeDrawers()
  await ledger.forgetResponseUrls()
  for (const { click, holdsClaim, isLeaseOver, ageMs } of await ledger.unended()) {
    if (decider.isAtWork(click.id) || (holdsClaim && !isOwner && !isLeaseOver)) continue
    if (holdsClaim) start('take-up', () => decider.takeUp(click, isOwner))
    else if (isOwner || ageMs > surelyAbandoned) carryOut(click)
  }
}
