// Keeps sessions in AWS open for approvers who are active, so that their clicks wait for none. Nobody else gets one.
import { mayDecideAtAll } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Clock } from '../shared/clock.ts'
import type { Authorise } from './authorise.ts'

/** The interval of the loop, in milliseconds. */
export const keepSessionsEvery = 20_000

/** How long somebody counts as active who was seen to be an approver while they decided, in milliseconds. */
const activeFor = 8 * 60 * 60_000

/** The most people and pools for whom sessions are kept open: those who decided last. */
const mostActive = 50

export interface SessionsParts {
  readonly userPools: {
    readonly sessions: {
      /** Opens a session in the background, or renews one that ends soon, if the pool has an approver role. */
      prepare(poolId: string, by: Person): void
      /** Whether there is nothing to prepare. */
      isReady(poolId: string, by: Person): boolean
    }
  }
  readonly clock: Clock
  /** A card of the pool was posted lately. */
  isWarm(poolId: string): boolean
}

export interface KeptSessions {
  /** Somebody who is about to decide was seen to be an approver of this pool. */
  seen(person: Person, pool: Pool): void
  /** A loop's turn: asks anew whether those who are active are approvers, and renews their sessions if so. */
  turn(signal: AbortSignal): Promise<void>
}

interface Active {
  readonly person: Person
  readonly pool: Pool
  readonly until: number
}

export function createKeptSessions(
  { userPools: { sessions }, clock, isWarm }: SessionsParts,
  authorise: Authorise,
): KeptSessions {
  /** Whoever was seen last is the last. */
  const active = new Map<string, Active>()
  const now = () => clock.now().getTime()
  return {
    seen: (person, pool) => {
      if (pool.approverRole === null) return
      const key = JSON.stringify([pool.id, person.teamId, person.userId])
      active.delete(key)
      active.set(key, { person, pool, until: now() + activeFor })
      for (const oldest of active.keys()) if (active.size > mostActive) active.delete(oldest)
      sessions.prepare(pool.id, person)
    },
    turn: async (signal) => {
      for (const [key, { person, pool, until }] of active) {
        if (until <= now()) active.delete(key)
        if (signal.aborted || until <= now() || !isWarm(pool.id) || sessions.isReady(pool.id, person))
          continue
        const verdict = await authorise(person, pool, mayDecideAtAll)
        if (verdict.kind === 'may') sessions.prepare(pool.id, person)
        if (verdict.kind === 'may-not') active.delete(key)
        // Slack does not say it of the others either.
        if (verdict.kind === 'unchecked') return
      }
    },
  }
}
