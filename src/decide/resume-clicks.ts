// Clicks without an end that nobody works on: left behind by a dead process, or by a store that was away.
import type { Click } from '../domain/click.ts'

/**
 * Longer than a live process takes from a click's row to its claim, except in a rush, in milliseconds. One that is still
 * queued there is claimed once all the same.
 */
const surelyAbandoned = 2 * 60_000

interface UnendedClick {
  readonly click: Click
  readonly holdsClaim: boolean
  /** Its claim is free for others. */
  readonly isLeaseOver: boolean
  readonly ageMs: number
}

export interface ResumingParts {
  readonly ledger: {
    /** Clicks without an end, oldest first. */
    unended(): Promise<readonly UnendedClick[]>
    freeDrawers(): Promise<void>
    forgetResponseUrls(): Promise<void>
  }
  readonly decider: {
    takeUp(click: Click, isOwner: boolean): Promise<void>
    isAtWork(clickId: string): boolean
  }
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
