// Resuming: finds the clicks without an end that no process is working on, after a crash or an outage of the store.
import type { Click } from '../domain/click.ts'

/**
 * Longer than a live process takes to claim a click, except in a rush; in milliseconds. Even a click that is still queued
 * there is claimed only once.
 */
const surelyAbandoned = 2 * 60_000

interface UnendedClick {
  readonly click: Click
  readonly holdsClaim: boolean
  /** Others may take over its claim. */
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
  /** Whether Slack has shown that this click failed, so that nobody may carry it out. */
  isNotTaken(click: Click): boolean
  /** Begins to carry out a click that holds no claim. */
  carryOut(click: Click): void
  start(name: string, work: () => Promise<void>): void
}

/** Takes them up. `isOwner` when the only process on the store starts: all it finds is its own. */
export async function resumeClicks(
  { ledger, decider, isNotTaken, carryOut, start }: ResumingParts,
  isOwner: boolean,
): Promise<void> {
  if (isOwner) await ledger.freeDrawers()
  await ledger.forgetResponseUrls()
  for (const { click, holdsClaim, isLeaseOver, ageMs } of await ledger.unended()) {
    if (isNotTaken(click) || decider.isAtWork(click.id) || (holdsClaim && !isOwner && !isLeaseOver)) continue
    if (holdsClaim) start('take-up', () => decider.takeUp(click, isOwner))
    else if (isOwner || ageMs > surelyAbandoned) carryOut(click)
  }
}
