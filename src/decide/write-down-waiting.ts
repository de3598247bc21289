// A user who signed up or was enabled a second ago has not been polled yet: writes them down as a poll would.
import type { LookUp } from '../domain/attempt.ts'
import type { Pool } from '../domain/pool.ts'
import type { KnownRound, SettledRound } from '../domain/round.ts'
import { type PoolUser, type SeenSignUp, seenSignUp } from '../domain/sign-up.ts'
import type { Urgency } from '../shared/limit.ts'

export interface RecordingParts {
  readonly ledger: {
    /** Writes down who waits. Returns those who wait again after their round was settled. */
    record(
      seen: readonly SeenSignUp[],
      backlogAge: number,
    ): Promise<{ readonly settledBefore: readonly SettledRound[] }>
    reopen(round: KnownRound): Promise<boolean>
  }
  readonly userPools: {
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
  }
  /** Until a pool's whole list has been read, sign-ups older than this get no card; in milliseconds. */
  readonly backlogAge: number
  cardsChanged(): void
}

/** How many are written down in one transaction. */
const atOnce = 20

/** The most look-ups, each of which makes a user billable; polls make the others. */
const mostLookUps = 10

/** Their cards follow as usual. */
export async function writeDownWaiting(
  parts: RecordingParts,
  pools: readonly Pool[],
  waiting: readonly PoolUser[],
): Promise<void> {
  for (const pool of pools) {
    const seen = waiting.filter((user) => user.poolId === pool.id).map((user) => seenSignUp(pool, user))
    if (seen.length === 0) continue
    const settledBefore: SettledRound[] = []
    for (let start = 0; start < seen.length; start += atOnce) {
      const written = await parts.ledger.record(seen.slice(start, start + atOnce), parts.backlogAge)
      settledBefore.push(...written.settledBefore)
    }
    // Reading back a confirmation takes longer than this person would wait.
    const due = settledBefore.filter(({ isConfirmation }) => !isConfirmation)
    for (const known of due.slice(0, mostLookUps)) await reopenIfWaiting(parts, pool, known)
    parts.cardsChanged()
  }
}

async function reopenIfWaiting({ ledger, userPools }: RecordingParts, pool: Pool, known: KnownRound) {
  const found = await userPools.lookUp({ poolId: pool.id, sub: known.sub, urgency: 'background' })
  const waitsAgain = found.kind === 'found' && found.status === 'UNCONFIRMED' && found.isEnabled
  if (waitsAgain) await ledger.reopen(known)
}
