// How a process reads user groups, so that its share of what Slack allows is enough for all that it needs within a minute.
import { rateOf } from './limits.ts'

export interface GroupReading {
  /** The members of all groups come with the list of groups, in one call. Otherwise each group is a call of its own. */
  readonly allAtOnce: boolean
  /** The shortest interval between reads that Slack's events cause, in milliseconds. */
  readonly refetchAfter: number
}

/** Few groups, and a process that shares Slack's limits with no other. */
export const oneByOne: GroupReading = { allAtOnce: false, refetchAfter: 10_000 }

/**
 * Memberships are remembered for a minute, so each group may need a call a minute. They may use half of this process's share:
 * the rest is for what events cause.
 */
export function planGroupReading({
  pools,
  replicas,
}: {
  readonly pools: readonly { readonly approvers: { readonly groups: readonly string[] } }[]
  readonly replicas: number
}): GroupReading {
  const { calls, per } = rateOf('usergroups.users.list', replicas)
  const perMinute = (calls * 60_000) / per
  const groups = new Set(pools.flatMap(({ approvers }) => approvers.groups)).size
  return {
    allAtOnce: groups > perMinute / 2,
    refetchAfter: Math.max(oneByOne.refetchAfter, (2 * 60_000) / perMinute),
  }
}
