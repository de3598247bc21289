// Keeps approvers warm: reads profiles and memberships ahead of clicks on a new card, so that authorising is quick.
import type { Profile } from '../../domain/person.ts'
import type { Pool } from '../../domain/pool.ts'
import { type Clock, unlessAborted } from '../../shared/clock.ts'
import { shareOf } from '../../shared/limit.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import type { Memory } from '../../shared/remember.ts'
import { type Budget, createBudget } from './budget.ts'
import { type GroupDirectory, isHandle } from './group-directory.ts'
import type { GroupMembers } from './group-members.ts'
import { rateOf } from './limits.ts'

/** How long after a card was posted its approvers are kept warm, in milliseconds. */
const warmFor = 15 * 60_000

/** The interval of the loop, in milliseconds. */
export const keepWarmEvery = 2000

/** How long before its end an answer is read again, in milliseconds: a few intervals, and the calls of one turn. */
const margin = 10_000

/** How often an answer is read, in milliseconds: it is remembered for 60 s. */
const readEvery = 60_000 - margin

/** The pause after a question that Slack did not answer, in milliseconds. */
const afterFailure = 60_000

export interface KeepWarmParts {
  readonly profiles: Memory<Profile>
  readonly groups: Pick<GroupMembers, 'memberships'>
  readonly directory: GroupDirectory
  /** How many processes share Slack's limits. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
  /** Wakes the loop: there is something to read. */
  wake(): void
}

export interface Warmth {
  /** A card of this pool was posted. */
  keepWarm(pool: Pool): void
  /** Whether the approvers of this pool are kept warm. */
  isWarm(poolId: string): boolean
  /** This person decided something: their profile takes precedence. */
  decided(userId: string): void
  /**
   * A loop's turn: reads what lapses soon, one call at a time and with at most a third of each limit, so that clicks still
   * get slots. Resolves to how many milliseconds the next turn should wait.
   */
  turn(signal: AbortSignal): Promise<number>
}

type Method = 'usergroups.list' | 'usergroups.users.list' | 'users.info'

export function createWarmth(parts: KeepWarmParts): Warmth {
  const { profiles, groups, directory, replicas, clock, log, wake } = parts
  const { memberships } = groups
  const third = (method: Method) => createBudget(clock, shareOf(rateOf(method, replicas), 3), readEvery)
  const budgets: Readonly<Record<Method, Budget>> = {
    'usergroups.list': third('usergroups.list'),
    'usergroups.users.list': third('usergroups.users.list'),
    'users.info': third('users.info'),
  }
  const mostPeople = budgets['users.info'].most
  const mostGroups = directory.reading.allAtOnce
    ? Number.POSITIVE_INFINITY
    : budgets['usergroups.users.list'].most
  const pools = new Map<string, { readonly pool: Pool; readonly until: number }>()
  /** The most recent last. */
  const deciders = new Set<string>()
  const leftAlone = new Map<string, number>()
  /** By group, as last read: even an old membership tells whose profile to read. */
  const members = new Map<string, Iterable<string>>()
  const now = () => clock.now().getTime()

  const forgetOver = () => {
    for (const [poolId, { until }] of pools) if (until <= now()) pools.delete(poolId)
    for (const [key, until] of leftAlone) if (until <= now()) leftAlone.delete(key)
    if (pools.size === 0) members.clear()
  }

  const keep = async (
    signal: AbortSignal,
    method: Method,
    memory: Pick<Memory<unknown>, 'lapsesWithin' | 'refresh'>,
    key: string,
  ) => {
    const name = `${method} ${key}`
    if (signal.aborted || leftAlone.has(name) || !memory.lapsesWithin(key, margin)) return
    if (!budgets[method].take()) return
    try {
      await unlessAborted(signal, memory.refresh(key))
    } catch (error) {
      leftAlone.set(name, now() + afterFailure)
      log.debug({ flow: 'keep-warm', method, ...errorFacts(error) }, 'Slack did not say who may decide')
    }
  }

  /** Null if it is unknown which group that is. */
  const idOf = async (signal: AbortSignal, group: string) => {
    if (!isHandle(group)) return group
    await keep(signal, 'usergroups.list', directory.groups, 'all')
    const listed = await known(signal, directory.groups, 'all')
    const meant = listed === undefined ? null : directory.meant(listed, group)
    return meant?.kind === 'group' ? meant.id : null
  }

  const membersOf = async (signal: AbortSignal, group: string): Promise<Iterable<string>> => {
    const id = await idOf(signal, group)
    if (id !== null) await keep(signal, 'usergroups.users.list', memberships, id)
    const listed = id === null ? undefined : await known(signal, memberships, id)
    if (listed !== undefined) members.set(group, listed)
    return members.get(group) ?? []
  }

  return {
    keepWarm: (pool) => {
      pools.set(pool.id, { pool, until: now() + warmFor })
      wake()
    },
    isWarm: (poolId) => (pools.get(poolId)?.until ?? 0) > now(),
    decided: (userId) => {
      deciders.delete(userId)
      deciders.add(userId)
      for (const longestAgo of deciders) if (deciders.size > mostPeople) deciders.delete(longestAgo)
    },
    turn: async (signal) => {
      forgetOver()
      const named = [...pools.values()].map(({ pool }) => pool.approvers)
      const approvers = new Set(named.flatMap(({ users }) => users))
      const givenGroups = [...new Set(named.flatMap((one) => one.groups))].slice(0, mostGroups)
      for (const group of givenGroups)
        for (const userId of await membersOf(signal, group)) approvers.add(userId)
      const first = [...deciders].reverse().filter((userId) => approvers.has(userId))
      const people = [...new Set([...first, ...approvers])].slice(0, mostPeople)
      for (const userId of people) await keep(signal, 'users.info', profiles, userId)
      return pools.size === 0 ? warmFor : keepWarmEvery
    },
  }
}

/** Undefined if it is unknown, or a click has just asked for it in vain. */
async function known<T>(
  signal: AbortSignal,
  memory: Pick<Memory<T>, 'get' | 'lapsesWithin'>,
  key: string,
): Promise<T | undefined> {
  if (memory.lapsesWithin(key, 0)) return undefined
  return unlessAborted(signal, memory.get(key)).catch(() => undefined)
}
