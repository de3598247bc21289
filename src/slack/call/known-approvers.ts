// Who is an approver of any pool, as far as Slack said when it was last asked. It decides whose turn comes first, and nothing
// else: who may decide is asked for anew.

export interface KnownApprovers {
  has(userId: string): boolean
  /** Slack said who is in a group. */
  noteMembers(groupId: string, userIds: Iterable<string>): void
  /** Slack said that these people left a group. */
  noteRemoved(groupId: string, userIds: readonly string[]): void
}

/** `pools` name some of them; only their groups are ever noted. */
export function createKnownApprovers(
  pools: readonly { readonly approvers: { readonly users: readonly string[] } }[],
): KnownApprovers {
  const named = new Set(pools.flatMap(({ approvers }) => approvers.users))
  const groups = new Map<string, Set<string>>()
  return {
    has: (userId) => named.has(userId) || groups.values().some((members) => members.has(userId)),
    noteMembers: (groupId, userIds) => void groups.set(groupId, new Set(userIds)),
    noteRemoved: (groupId, userIds) => {
      const members = groups.get(groupId)
      for (const userId of userIds) members?.delete(userId)
    },
  }
}
