// Forgets what was settled long ago, unless Cognito still lists its user as waiting, and not too much of it in a day.
import type { Signer } from '../domain/countersignature.ts'
import { type ForgottenInDay, mostPerDay, nextDay } from '../domain/forgetting-limit.ts'
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

/** Tables of which only so many rows may be forgotten in a day. */
type Limited = 'sign_ups' | 'clicks' | 'audit_events' | 'past_decisions'

/** `isCut` if the day's limit kept some of what was to be forgotten. */
interface Forgotten {
  readonly forgotten: number
  readonly isCut: boolean
}

type Step = Forgotten & { readonly next: Walked | null }

/**
 * The part of the store that forgets what is older than `before`, some rows at a time. A walk begins with null, and is over
 * when `next` is.
 */
interface ForgettingLedger {
  /** Sign-ups whose rounds were all settled before then, and on which nothing else depends: some of them, which may be none. */
  oldSignUps(
    before: number,
    after: Walked | null,
  ): Promise<{ readonly signUps: readonly OldSignUp[]; readonly next: Walked | null }>
  /** Forgets those that are still old, with everything about them. `memories`: how long which pools remember decisions. */
  forget(
    signUpIds: readonly string[],
    before: number,
    memories: ReadonlyMap<string, number>,
  ): Promise<Forgotten>
  /** The pools of which past decisions are remembered. */
  rememberedPools(): Promise<readonly string[]>
  /** Forgets some past decisions of this pool, made before then. `next` is only whether there are more. */
  forgetDecisions(poolId: string, before: number): Promise<Step>
  /** Forgets some older clicks that are about no known round. */
  forgetClicks(before: number, after: Walked | null): Promise<Step>
  /** Erases what some older audit events that are about no known round hold of their applicants. */
  eraseApplicants(before: number, after: Walked | null): Promise<Step>
  /** Deletes some audit events of the oldest. `next` is only whether there are more. */
  deleteEvents(before: number, signer: Signer | null): Promise<Step>
  /** Forgets daily digests that were planned before then. */
  forgetDailyDigests(before: number): Promise<void>
  forgottenInDay(table: Limited): Promise<ForgottenInDay>
  /** Raises what may be forgotten in this day. */
  allowForgetting(table: Limited, most: number): Promise<void>
  /** How many rows a table has: some of them at a time, as a walk. */
  countSome(
    table: Limited,
    after: string | null,
  ): Promise<{ readonly rows: number; readonly next: string | null }>
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
  /** How long audit events are kept, in milliseconds; without what they hold of applicants once `retention` is over. */
  readonly auditRetention: number
  /** Signs up to where they are deleted; null if there is no key. */
  readonly signer: Signer | null
  readonly clock: Clock
  readonly log: Log
}

/**
 * Makes what forgets all that is older than `before`, in milliseconds of the store's time. Resolves to when it may go on if
 * the day's limit stopped it, otherwise to null. If Cognito does not say who waits in a pool, its sign-ups are kept.
 */
export function createForgetting(
  parts: ForgettingParts,
): (before: number, signal: AbortSignal) => Promise<number | null> {
  const { ledger, log, retention } = parts
  const memories = new Map(parts.pools.flatMap(({ id, memory }) => (memory === null ? [] : [[id, memory]])))
  return async (before, signal) => {
    const stays = createLists(parts)
    const limits = createLimits(parts)
    let forgotten = 0
    await walk(signal, async (after) => {
      const { signUps, next } = await ledger.oldSignUps(before, after)
      const leaving: string[] = []
      for (const signUp of signUps) if (!(await stays(signUp))) leaving.push(signUp.id)
      return limits.within('sign_ups', async () => {
        const done = await ledger.forget(leaving, before, memories)
        forgotten += done.forgotten
        return { ...done, next }
      })
    })
    await walk(signal, (after) => limits.within('clicks', () => ledger.forgetClicks(before, after)))
    await walk(signal, (after) => limits.within('audit_events', () => ledger.eraseApplicants(before, after)))
    const oldest = before + retention - parts.auditRetention
    await walk(signal, () => limits.within('audit_events', () => ledger.deleteEvents(oldest, parts.signer)))
    await ledger.forgetDailyDigests(before)
    for (const poolId of await ledger.rememberedPools()) {
      const since = before + retention - (memories.get(poolId) ?? 0)
      await walk(signal, () => limits.within('past_decisions', () => ledger.forgetDecisions(poolId, since)))
    }
    if (forgotten > 0) log.info({ flow: 'forget', forgotten }, 'old sign-ups were forgotten')
    return limits.goesOnAt()
  }
}

const nothingForgotten = 'Cognito did not say who is waiting: nothing in this pool is forgotten today'

/** From the oldest rows on, until there are no more. */
async function walk(
  signal: AbortSignal,
  step: (after: Walked | null) => Promise<Walked | null>,
): Promise<void> {
  let after = await step(null)
  while (after !== null && !signal.aborted) after = await step(after)
}

/** A table is only counted if a thousand of its rows are to be forgotten in a day. */
function createLimits({ ledger, retention, log }: ForgettingParts) {
  let goesOn: number | null = null
  const counted = new Set<Limited>()

  const countAll = async (table: Limited) => {
    let [total, after] = [0, await ledger.countSome(table, null)]
    for (; after.next !== null; after = await ledger.countSome(table, after.next)) total += after.rows
    return total + after.rows
  }
  /** False if it is as high as it may be. */
  const raise = async (table: Limited): Promise<boolean> => {
    if (counted.has(table)) return false
    counted.add(table)
    const { most } = await ledger.forgottenInDay(table)
    const allowed = mostPerDay(await countAll(table), retention)
    if (allowed > most) await ledger.allowForgetting(table, allowed)
    return allowed > most
  }
  const tellReached = async (table: Limited) => {
    const count = await ledger.forgottenInDay(table)
    const next = nextDay(count)
    goesOn = Math.min(goesOn ?? next, next)
    const facts = { flow: 'forget', table, forgotten: count.rows, goesOn: new Date(next).toISOString() }
    log.warn(facts, 'as many old rows were deleted as may be in a day: the rest follows')
  }
  return {
    /** Where to go on, or null if the limit ends the walk. */
    within: async (table: Limited, step: () => Promise<Step>): Promise<Walked | null> => {
      const first = await step()
      if (!first.isCut) return first.next
      const again = (await raise(table)) ? await step() : first
      if (!again.isCut) return again.next
      await tellReached(table)
      return null
    },
    goesOnAt: () => goesOn,
  }
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
        if (page.unreadable > 0) {
          log.warn({ flow: 'forget', pool: poolId, unreadable: page.unreadable }, nothingForgotten)
          return null
        }
        for (const user of page.users.filter(isWaiting)) waiting.add(user.sub)
      }
      return waiting
    } catch (error) {
      log.warn({ flow: 'forget', pool: poolId, ...errorFacts(error) }, nothingForgotten)
      return null
    }
  }
}
