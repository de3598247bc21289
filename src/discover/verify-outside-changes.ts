// Verifies with one look-up each what a poll suggests about known sign-ups, before it is believed.

import type { LookUp, Update } from '../domain/attempt.ts'
import type { Denial } from '../domain/decision.ts'
import { endingOf } from '../domain/judge-answer.ts'
import { deniedBefore } from '../domain/judge-denial.ts'
import { judgeBeforeLettingIn } from '../domain/judge-letting-in.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending, KnownRound } from '../domain/round.ts'
import type { Deed } from '../domain/step.ts'
import { whatFollows } from '../domain/what-follows.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'

/** The most look-ups per poll; later polls make the others. */
const lookUpsPerPoll = 10

/** The pause after a look-up that contradicts the list, in milliseconds: each makes the user billable. */
const lookUpAgainAfter = 10 * 60_000

interface Suspicions {
  /** Waiting rounds whose user was missing from a complete scan. */
  readonly missing: readonly KnownRound[]
  /** Settled rounds whose user the scan showed as waiting. */
  readonly settledBefore: readonly KnownRound[]
  readonly seen: ReadonlySet<string>
}

export interface Verification {
  /** Looks up each suspected user and applies what is true. Resolves to how many rounds changed. */
  verify(pool: Pool, suspicions: Suspicions): Promise<number>
}

/** What is read and written down about a suspected user. */
interface VerifyingLedger {
  /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
  unanswered(poolId: string, sub: string): Promise<Person | null>
  /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
  unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
  /** The earliest denial of the round whose call may have disabled the user unseen; null if there is none. */
  unseenDenial(poolId: string, sub: string): Promise<Denial | null>
  /**
   * Settles a waiting round with an ending seen outside, which can be undone for `undoFor` milliseconds, and after which this
   * has to be done. False if the round changed meanwhile.
   */
  observe(
    round: KnownRound,
    ending: Ending,
    awsRequestId: string | null,
    undoFor: number,
    deeds: readonly Deed[],
  ): Promise<boolean>
  /** Starts the next round of a sign-up whose last one is settled. False if that round changed meanwhile. */
  reopen(round: KnownRound): Promise<boolean>
}

export interface VerifyingParts {
  readonly ledger: VerifyingLedger
  readonly userPools: {
    /** Calls `AdminGetUser`, which makes the user a billable monthly active user. */
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
    /** What the list shows of one user. It bills nobody. */
    lookInList(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
  }
  readonly clock: Clock
  readonly log: Log
}

export function createVerification(parts: VerifyingParts): Verification {
  const lookUps = new Map<string, number>()
  const failed = new Set<string>()
  /** A lagging list suggests the same about the same version again and again: one look-up is enough. */
  const isDue = (known: KnownRound) => {
    const last = lookUps.get(keyOf(known))
    return last === undefined || parts.clock.now().getTime() - last >= lookUpAgainAfter
  }
  return {
    verify: async (pool, { missing, settledBefore, seen }) => {
      const suspected = new Set([...missing, ...settledBefore].map(keyOf))
      for (const memory of [lookUps, failed])
        for (const key of memory.keys()) if (!suspected.has(key)) memory.delete(key)
      // Users whose last look-up failed come last, so that they don't hold up the others.
      const due = [...missing, ...settledBefore]
        .filter(isDue)
        .toSorted((one, other) => Number(failed.has(keyOf(one))) - Number(failed.has(keyOf(other))))
        .slice(0, lookUpsPerPoll)
      let changed = 0
      for (const known of due) {
        const result = known.isToEnable
          ? await verifyDisabled(parts, pool, known)
          : await verifyOne(parts, pool, known, !seen.has(known.sub))
        if (result === 'unknown') failed.add(keyOf(known))
        else lookUps.set(keyOf(known), parts.clock.now().getTime())
        if (result === 'changed') changed += 1
      }
      return changed
    },
  }
}

function keyOf({ roundId, version }: KnownRound): string {
  return `${roundId} ${version}`
}

async function verifyOne(
  { ledger, userPools, clock, log }: VerifyingParts,
  pool: Pool,
  known: KnownRound,
  isMissing: boolean,
): Promise<'changed' | 'unchanged' | 'unknown'> {
  const found = await userPools.lookUp({ poolId: pool.id, sub: known.sub, urgency: 'background' })
  if (found.kind === 'failed') return 'unknown'
  if (found.kind === 'contradicted') return 'unchanged'
  const isDisabled = found.kind === 'found' && !found.isEnabled
  const denial = isDisabled ? await ledger.unseenDenial(pool.id, known.sub) : null
  const ending =
    deniedBefore(found, denial, clock.now()) ??
    endingOf(found, await ledger.unanswered(pool.id, known.sub), clock.now())
  const facts = {
    flow: 'verify',
    pool: pool.id,
    sub: known.sub,
    round: known.roundId,
    awsRequestId: found.requestId,
  }
  if (isMissing && ending !== null && (await observe(ledger, known, ending, pool, found))) {
    log.info({ ...facts, seen: ending.kind }, 'a sign-up has ended outside')
    return 'changed'
  }
  if (!isMissing && ending === null && (await ledger.reopen(known))) {
    log.info({ ...facts, seen: 'waiting-again' }, 'a sign-up waits again')
    return 'changed'
  }
  return 'unchanged'
}

function observe(
  ledger: VerifyingLedger,
  known: KnownRound,
  seen: Ending,
  pool: Pool,
  { requestId }: LookUp,
): Promise<boolean> {
  const { ending, undoFor, deeds } = whatFollows(seen, pool)
  return ledger.observe(known, ending, requestId, undoFor, deeds)
}

/** Somebody who is to be let in again is on no list of those who wait: only their own state tells what became of them. */
async function verifyDisabled(
  { ledger, userPools, clock, log }: VerifyingParts,
  pool: Pool,
  known: KnownRound,
): Promise<'changed' | 'unchanged' | 'unknown'> {
  const { sub } = known
  const question = { poolId: pool.id, sub, urgency: 'background' } as const
  const listed = await userPools.lookInList(question)
  const found = listed.kind === 'gone' ? await userPools.lookUp(question) : listed
  if (found.kind === 'failed') return 'unknown'
  const step = judgeBeforeLettingIn(found, await ledger.unseenUpdate(pool.id, sub, 'enable'), clock.now())
  if (step.kind !== 'settle') return 'unchanged'
  const { ending } = step
  if (!(await observe(ledger, known, ending, pool, found))) return 'unchanged'
  const facts = { flow: 'verify', pool: pool.id, sub, round: known.roundId, seen: ending.kind }
  log.info(facts, 'a sign-up has ended outside')
  return 'changed'
}
