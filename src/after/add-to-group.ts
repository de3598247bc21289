// Adds a confirmed user to a group of the pool: looks first, so that nobody is added who is not in any more.
import { roleSession } from '../domain/approver-role.ts'
import { type LookUp, type UpdateAnswer, wasSent } from '../domain/attempt.ts'
import { claimLease, decisionDeadline } from '../domain/deadlines.ts'
import { judgeAdding, judgeBeforeAdding } from '../domain/judge-step.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { StartedStep, Tried } from '../domain/step-work.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'

interface Look {
  readonly poolId: string
  readonly sub: string
  readonly urgency: Urgency
  readonly deadline?: Date
}

export interface AddingParts {
  poolOf(poolId: string): Pool | null
  readonly userPools: {
    /** What the list shows of one user: `found`, `gone` or `failed`. It bills nobody. */
    lookInList(look: Look): Promise<LookUp>
    /** Calls `AdminGetUser`, which makes the user a billable monthly active user. */
    lookUp(look: Look): Promise<LookUp>
    /** Adds anybody who is not deleted. It does the same twice. */
    addToGroup(call: {
      readonly poolId: string
      readonly sub: string
      readonly by: Person
      readonly group: string
      readonly startBefore: Date
      readonly urgency: Urgency
    }): Promise<UpdateAnswer>
  }
  readonly clock: Clock
}

/** The step was written down as being done, and the lease of that lasts for the calls. */
export async function addToGroup(
  { userPools, clock, poolOf }: AddingParts,
  { entry, askedBy: by }: StartedStep,
  group: string,
): Promise<Tried> {
  const { poolId, sub } = entry.signUp
  const since = clock.now().getTime()
  const look = { poolId, sub, urgency: 'background', deadline: new Date(since + claimLease) } as const
  const listed = await userPools.lookInList(look)
  // Nobody is gone only because the list does not show them.
  const seen = listed.kind === 'gone' ? await userPools.lookUp(look) : listed
  const before = judgeBeforeAdding(seen)
  if (before.kind !== 'add') return before
  const startBefore = new Date(since + decisionDeadline)
  const answer = await userPools.addToGroup({ poolId, sub, by, group, startBefore, urgency: 'background' })
  const pool = wasSent(answer) ? poolOf(poolId) : null
  return { ...judgeAdding(answer), roleSession: pool === null ? null : roleSession(pool, by) }
}
