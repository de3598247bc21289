// Checks the approver groups: they exist and are enabled; finds who is in them.
import type { Pool } from '../../domain/pool.ts'
import { groupScopes } from '../../domain/slack-scopes.ts'
import type { Clock } from '../../shared/clock.ts'
import { createMemory } from '../../shared/remember.ts'
import type { Asking, Reply } from './ask-slack.ts'
import { type Group, type GroupDirectory, isHandle } from './group-directory.ts'
import { listMembers } from './group-members.ts'
import type { SlackClient } from './slack-client.ts'
import { planErrors } from './uncheckable.ts'

export interface GroupParts extends Asking {
  readonly slack: SlackClient
  readonly directory: GroupDirectory
  readonly clock: Clock
}

/**
 * Who is in a pool's groups, as far as Slack said; nobody is in a group that has a problem. `isWhole` is false if Slack did
 * not say of one, or none is left. `empty` are the groups in which there is nobody, as they are configured.
 */
export interface PoolMembers {
  readonly members: readonly string[]
  readonly empty: readonly string[]
  readonly isWhole: boolean
}

/** Makes the check of a pool's groups, which reports their problems. Each question is asked once for all pools. */
export function createGroupCheck(parts: GroupParts): (pool: Pool) => Promise<PoolMembers> {
  const { slack, directory, clock, ask } = parts
  const replies = createMemory(clock, Infinity, () => ask('usergroups.list', directory.list))
  const memberLists = createMemory(clock, Infinity, (groupId) =>
    ask('usergroups.users.list', () => listMembers(slack, groupId, 'background')),
  )

  return async (pool) => {
    if (pool.approvers.groups.length === 0) return { members: [], empty: [], isWhole: true }
    parts.needs(groupScopes)
    const listed = await replies.get('all')
    if (listed.kind === 'refused' && refusesAll(parts, pool, 'usergroups.list', listed.error)) return unknown
    const known = listed.kind === 'answered' ? listed.answer : null
    const lists = await Promise.all(
      pool.approvers.groups.map(async (given) => {
        const meant = idOf(parts, pool, given, known)
        if (meant === null || meant === 'off') return meant
        const { id } = meant
        const members = known?.find((group) => group.id === id)?.members
        if (members === undefined) return membersOf(parts, pool, given, await memberLists.get(id))
        slack.approvers.noteMembers(id, members)
        return [...members]
      }),
    )
    return {
      members: lists.flatMap((members) => (members === null || members === 'off' ? [] : members)),
      empty: pool.approvers.groups.filter((_, index) => lists[index]?.length === 0),
      isWhole: lists.some((members) => members !== 'off') && !lists.includes(null),
    }
  }
}

const unknown: PoolMembers = { members: [], empty: [], isWhole: false }

/** True if Slack answers no question about groups at all. */
function refusesAll(parts: GroupParts, pool: Pool, method: string, error: string): boolean {
  if (planErrors.has(error)) {
    parts.report({ kind: 'no-user-groups', pool })
    return true
  }
  if (error === 'missing_scope') {
    parts.needs(groupScopes, 'refused')
    return true
  }
  parts.inconclusive(method, error)
  return false
}

/** `off` if the group has a problem; null if it is unknown which group is meant. */
function idOf(
  { report, directory }: GroupParts,
  pool: Pool,
  given: string,
  known: readonly Group[] | null,
): { readonly id: string } | 'off' | null {
  if (known === null) return isHandle(given) ? null : { id: given }
  const meant = directory.meant(known, given)
  if (meant.kind === 'group') return meant
  report({ ...meant, pool })
  return 'off'
}

/** `off` if there is no such group; null if Slack did not say. */
function membersOf(
  parts: GroupParts,
  pool: Pool,
  group: string,
  reply: Reply<readonly string[]>,
): readonly string[] | 'off' | null {
  if (reply.kind === 'answered') return reply.answer
  if (reply.kind === 'unanswered') return null
  if (reply.error === 'no_such_subteam') {
    parts.report({ kind: 'group-unknown', pool, group })
    return 'off'
  }
  refusesAll(parts, pool, 'usergroups.users.list', reply.error)
  return null
}
