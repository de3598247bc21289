// The first look: reads the first page of every pool's list at the start, which shows whether the pool is set up right.

import type { Pool } from '../domain/pool.ts'
import { isWaiting } from '../domain/sign-up.ts'
import type { ListProblem, StartProblem } from '../domain/start-problem.ts'
import type { UserPage } from '../domain/user-page.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'

/** A page older than this is read again, in milliseconds. */
const freshFor = 10_000

/** What this needs from Cognito. */
interface UserLists {
  /** One page of the users who may be waiting. Throws if Cognito gives no usable answer. */
  listUnconfirmed(poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage>
}

export interface FirstLook {
  /** Reads the page and reports definite problems. Never rejects: a pool that is out of reach must not stop the others. */
  take(pool: Pool, report: (problem: StartProblem) => void): Promise<void>
  /** Hands the page that was read, or is being read, to the first poll, so that Cognito is asked only once. */
  readonly listUnconfirmed: UserLists['listUnconfirmed']
  /** How many the page showed waiting; null if there are more pages, or it was not read. */
  waiting(poolId: string): number | null
}

export interface FirstLookParts {
  readonly userPools: UserLists
  /** The problem behind an error of `listUnconfirmed`; null if the next call may succeed. */
  listProblem(error: unknown): ListProblem | null
  /** The value of `AWS_PROFILE`; null if it is unset. */
  readonly awsProfile: string | null
  isProfileMissing(profile: string): Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}

export function createFirstLook({
  userPools,
  listProblem,
  awsProfile,
  isProfileMissing,
  clock,
  log,
}: FirstLookParts): FirstLook {
  const pages = new Map<string, { readonly page: Promise<UserPage>; readonly at: number }>()
  const counts = new Map<string, number>()

  const read = async ({ id }: Pool): Promise<ListProblem | null> => {
    const page = userPools.listUnconfirmed(id, null, 'background')
    pages.set(id, { page, at: clock.now().getTime() })
    try {
      const { users, nextToken } = await page
      if (nextToken === null) counts.set(id, users.filter(isWaiting).length)
      return null
    } catch (error) {
      pages.delete(id)
      const problem = listProblem(error)
      if (problem === null)
        log.warn({ flow: 'start', pool: id, ...errorFacts(error) }, 'Cognito is out of reach: retrying')
      return problem
    }
  }

  return {
    take: async (pool, report) => {
      const problem = await read(pool)
      if (problem === null) return
      const hasNone = problem.kind === 'credentials' && problem.name === 'CredentialsProviderError'
      if (hasNone && awsProfile !== null && (await isProfileMissing(awsProfile)))
        report({ kind: 'profile-missing' })
      else report(asStartProblem(problem, pool))
    },
    listUnconfirmed: (poolId, pageToken, urgency) => {
      const seen = pages.get(poolId)
      pages.delete(poolId)
      const isFresh = seen !== undefined && clock.now().getTime() - seen.at < freshFor
      if (isFresh && pageToken === null) return seen.page
      return userPools.listUnconfirmed(poolId, pageToken, urgency)
    },
    waiting: (poolId) => counts.get(poolId) ?? null,
  }
}

/** What an operator has to fix before a pool's list can be read. */
export function asStartProblem(problem: ListProblem, pool: Pool): StartProblem {
  if (problem.kind === 'credentials') return problem
  return problem.kind === 'forbidden'
    ? { kind: 'list-forbidden', pool, action: problem.action }
    : { kind: 'pool-missing', pool }
}
