// Sessions in approvers' names: one for each of them and each pool with an approver role.
import { sessionNames } from '../domain/approver-role.ts'
import { type Person, personFormat } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Called } from '../shared/called.ts'
import type { Clock } from '../shared/clock.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import { createMemory } from '../shared/remember.ts'
import { type Client, type RegionClient, withCredentials } from './create-clients.ts'
import { awsError, callOutcomeOf } from './errors.ts'
import { inTime } from './in-time.ts'
import { NotInTheirName } from './not-in-their-name.ts'
import { openSession, sessionLife } from './open-session.ts'
import { roleProblemOf } from './role-errors.ts'

/** How long a session is used, in milliseconds from when it was asked for: no call is to outlive it. */
const usedFor = sessionLife * 1000 - 60_000

/** So long before that is over, it is renewed for somebody who is active, in milliseconds. */
const renewedAhead = 4 * 60_000

/** How long STS may take, in milliseconds. */
const openingTimeout = 8000

/** The most that are kept for a pool: those that were opened longest ago go first. */
const mostSessions = 300

/** For people only of whom Slack has just said that they may decide about the pool: nobody else is to stand in AWS's trail. */
export interface ApproverSessions {
  /** Opens one in the background, or renews one that ends soon. Does nothing for a pool without an approver role. */
  prepare(poolId: string, by: Person): void
  /** Whether there is nothing to prepare. */
  isReady(poolId: string, by: Person): boolean
}

interface SessionsParts {
  readonly pools: readonly Pool[]
  readonly clock: Clock
  readonly log: Log
  readonly called: Called
  clientOf(poolId: string): RegionClient
}

/** The sessions of each pool that has an approver role, by its id and then by `keyOf` a person. */
export function createSessions({ pools, clock, log, called, clientOf }: SessionsParts) {
  const open = async (pool: Pool, role: string, by: Person): Promise<Client> => {
    const names = sessionNames(by)
    if (names === null) throw new NotInTheirName({ kind: 'role-refused', name: 'UnusualSlackId' }, null)
    const { client: own } = clientOf(pool.id)
    const facts = { call: 'AssumeRole', pool: pool.id, session: names.name }
    try {
      const asked = { pool, role, names, own }
      const credentials = await inTime(openingTimeout, (abortSignal) =>
        openSession({ ...asked, abortSignal }),
      )
      log.info(facts, 'AWS opened a session in an approver’s name')
      called('sts', 'AssumeRole', 'done')
      return withCredentials(own, credentials, called)
    } catch (error) {
      called('sts', 'AssumeRole', callOutcomeOf(awsError(error)))
      const problem = roleProblemOf(awsError(error))
      log.warn(
        { ...facts, problem: problem.kind, ...errorFacts(error) },
        'AWS opened no session in an approver’s name',
      )
      throw new NotInTheirName(problem, error)
    }
  }
  return new Map(
    pools.flatMap((pool) => {
      const { approverRole: role } = pool
      if (role === null) return []
      const ask = (key: string) => open(pool, role, personFormat.parse(JSON.parse(key)))
      return [[pool.id, createMemory(clock, usedFor, ask, 0, mostSessions)] as const]
    }),
  )
}

export type Sessions = ReturnType<typeof createSessions>

export function keyOf({ userId, teamId }: Person): string {
  return JSON.stringify({ userId, teamId })
}

/** The parts of them that nobody waits for. */
export function readAhead(sessions: Sessions): ApproverSessions {
  return {
    prepare: (poolId, by) => {
      const memory = sessions.get(poolId)
      const key = keyOf(by)
      if (memory?.lapsesWithin(key, renewedAhead) !== true) return
      const asking = memory.lapsesWithin(key, 0) ? memory.get(key) : memory.refresh(key)
      // It is in the log, and whoever needs the session asks for it themselves.
      void asking.catch(() => undefined)
    },
    isReady: (poolId, by) => sessions.get(poolId)?.lapsesWithin(keyOf(by), renewedAhead) !== true,
  }
}
