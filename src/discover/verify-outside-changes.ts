// What a poll suggests about known sign-ups, verified by one look each before anything of it is believed.

import type { LookUp } from '../domain/attempt.ts'
import { endingOf } from '../domain/judge-answer.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending, KnownRound } from '../domain/round.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'

/** One poll does not wait for more looks than this: the others follow with the next polls. */
const looksPerPoll = 10

/** A look that contradicts the list is not repeated for this long, in milliseconds: each makes the user billable. */
const lookAgainAfter = 10 * 60_000

interface Suspicions {
  /** Waiting rounds whose user a complete scan did not show. */
  readonly missing: readonly KnownRound[]
  /** Settled rounds whose user the scan showed waiting. */
  readonly settledBefore: readonly KnownRound[]
  readonly seen: ReadonlySet<string>
}

export interface Verification {
  /** Looks each suspicion up and applies what is true. Resolves to how many rounds changed. */
  verify(pool: Pool, suspicions: Suspicions): Promise<number>
}

/** What is read and written down about a suspicion. */
interface VerifyingLedger {
  /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
  unanswered(poolId: string, sub: string): Promise<Person | null>
  /** Settles a waiting round as seen outside. False if it changed meanwhile. */
  observe(round: KnownRound, ending: Ending, awsRequestId: string | null): Promise<boolean>
  /** Starts the next round of a sign-up whose last one is settled. False if it changed meanwhile. */
  reopen(round: KnownRound): Promise<boolean>
}

export interface VerifyingParts {
  readonly ledger: VerifyingLedger
  readonly userPools: {
    /** One call of `AdminGetUser`: it makes the user a billable monthly active user. */
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
  }
  readonly clock: Clock
  readonly log: Log
}

export function createVerification(parts: VerifyingParts): Verification {
  const looks = new Map<string, number>()
  const failed = new Set<string>()
  /** A lagging list says the same of the same version again and again: it is looked up once. */
  const isDue = (known: KnownRound) => {
    const last = looks.get(keyOf(known))
    return last === undefined || parts.clock.now().getTime() - last >= lookAgainAfter
  }
  return {
    verify: async (pool, { missing, settledBefore, seen }) => {
      const suspected = new Set([...missing, ...settledBefore].map(keyOf))
      for (const memory of [looks, failed])
        for (const key of memory.keys()) if (!suspected.has(key)) memory.delete(key)
      // Those of whom nobody could tell the last time come last, so that they hold up nobody.
      const due = [...missing, ...settledBefore]
        .filter(isDue)
        .toSorted((one, other) => Number(failed.has(keyOf(one))) - Number(failed.has(keyOf(other))))
        .slice(0, looksPerPoll)
      let changed = 0
      for (const known of due) {
        const result = await verifyOne(parts, pool, known, !seen.has(known.sub))
        if (result === 'unknown') failed.add(keyOf(known))
        else looks.set(keyOf(known), parts.clock.now().getTime())
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
  const ending = endingOf(found, await ledger.unanswered(pool.id, known.sub), clock.now())
  const facts = {
    flow: 'verify',
    pool: pool.id,
    sub: known.sub,
    round: known.roundId,
    awsRequestId: found.requestId,
  }
  if (isMissing && ending !== null && (await ledger.observe(known, ending, found.requestId))) {
    log.info({ ...facts, seen: ending.kind }, 'a sign-up has ended outside')
    return 'changed'
  }
  if (!isMissing && ending === null && (await ledger.reopen(known))) {
    log.info({ ...facts, seen: 'waiting-again' }, 'a sign-up waits again')
    return 'changed'
  }
  return 'unchanged'
}
