// Once a day: forgets what was settled long ago, unless Cognito still lists its user as waiting.

import type { Pool } from '../domain/pool.ts'
import { isWaiting } from '../domain/sign-up.ts'
import type { UserPage } from '../domain/user-page.ts'
import type { Clock } from '../shared/clock.ts'
import { everyPage } from '../shared/every-page.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import { createMemory } from '../shared/remember.ts'

/** A sign-up that was settled so long ago that it may be forgotten. `id` is its row's. */
interface OldSignUp {
  readonly id: string
  readonly poolId: string
  readonly sub: string
}

/** How far a walk from the oldest rows to the newest has come. */
interface Walked {
  readonly at: number
  readonly id: string
}

/** The part of the store that forgets: some rows at a time. A walk begins with null, and is over when `next` is. */
interface ForgettingLedger {
  /**
   * Sign-ups whose rounds were all settled more than so many milliseconds ago, and on which nothing else depends: some of
   * them, which may be none.
   */
  oldSignUps(
    retention: number,
    after: Walked | null,
  ): Promise<{ readonly signUps: readonly OldSignUp[]; readonly next: Walked | null }>
  /** Forgets those that are still old, with everything about them. Resolves to how many it forgot. */
  forget(signUpIds: readonly string[], retention: number): Promise<number>
  /** Forgets some older clicks, or audit events, that are about no known round. */
  forgetRemnants(
    table: 'clicks' | 'audit_events',
    retention: number,
    after: Walked | null,
  ): Promise<{ readonly next: Walked | null }>
}

export interface ForgettingParts {
  readonly ledger: ForgettingLedger
  readonly userPools: {
    /** One page of the users who may be waiting. Throws if Cognito gives no usable answer. */
    listUnconfirmed(poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage>
  }
  readonly pools: readonly Pool[]
  /** How long settled rows are kept, in milliseconds. */
  readonly retention: number
  readonly clock: Clock
  readonly log: Log
}

/** Makes the turn of the loop that forgets. If Cognito does not say who waits in a pool, its sign-ups are kept for today. */
export function createForgetting(parts: ForgettingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, retention, log } = parts
  return async (signal) => {
    const stays = createLists(parts)
    let forgotten = 0
    await walk(signal, async (after) => {
      const { signUps, next } = await ledger.oldSignUps(retention, after)
      const leaving: string[] = []
      for (const signUp of signUps) if (!(await stays(signUp))) leaving.push(signUp.id)
      forgotten += await ledger.forget(leaving, retention)
      return next
    })
    for (const table of ['clicks', 'audit_events'] as const)
      await walk(signal, async (after) => (await ledger.forgetRemnants(table, retention, after)).next)
    if (forgotten > 0) log.info({ flow: 'forget', forgotten }, 'old sign-ups were forgotten')
  }
}

/** From the oldest rows on, until there are no more. */
async function walk(
  signal: AbortSignal,
  step: (after: Walked | null) => Promise<Walked | null>,
): Promise<void> {
  let after = await step(null)
  while (after !== null && !signal.aborted) after = await step(after)
}

/** Lists only pools with old sign-ups, once each. A pool that is no longer configured counts as having none waiting. */
function createLists(parts: ForgettingParts): (signUp: OldSignUp) => Promise<boolean> {
  const { userPools, pools, clock, log } = parts
  const lists = createMemory(clock, Number.POSITIVE_INFINITY, readWaiting)
  return async ({ poolId, sub }) => {
    if (!pools.some((pool) => pool.id === poolId)) return false
    const waiting = await lists.get(poolId)
    return waiting === null || waiting.has(sub)
  }

  /** Null if the whole list could not be read. */
  async function readWaiting(poolId: string): Promise<ReadonlySet<string> | null> {
    const waiting = new Set<string>()
    try {
      const read = (token: string | null) => userPools.listUnconfirmed(poolId, token, 'background')
      for await (const page of everyPage(read)) {
        if (page.unreadable > 0) return null
        for (const user of page.users.filter(isWaiting)) waiting.add(user.sub)
      }
      return waiting
    } catch (error) {
      log.warn(
        { flow: 'forget', pool: poolId, ...errorFacts(error) },
        'Cognito did not say who is waiting: nothing in this pool is forgotten today',
      )
      return null
    }
  }
}
