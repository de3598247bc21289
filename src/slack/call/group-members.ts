// Who is in a user group, at most 60 s old, and sooner where Slack says that it changed.
import type { WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import type { Limit } from '../../shared/limit.ts'
import { createMemory } from '../../shared/remember.ts'
import { inTurn } from './in-turn.ts'

/** How long a membership counts, in milliseconds. */
const membershipLife = 60_000

/** How often a group is read again at most because Slack says that it changed, in milliseconds. */
const refetchAfter = 10_000

const membersFormat = z.object({ users: z.array(z.string()) })
const groupsFormat = z.object({ usergroups: z.array(z.object({ id: z.string(), handle: z.string() })) })

export interface GroupMembers {
  /** `group` is an id or a @handle. Rejects where Slack does not say. */
  has(group: string, userId: string): Promise<boolean>
  /** Slack said so: these are out at once, whatever an answer on its way says. */
  removed(groupId: string, userIds: readonly string[]): void
  /** Slack said that the group changed. */
  changed(groupId: string): void
}

export interface GroupMembersParts {
  readonly client: WebClient
  readonly clock: Clock
  readonly lists: Limit
  readonly memberLists: Limit
}

export function createGroupMembers({ client, clock, lists, memberLists }: GroupMembersParts): GroupMembers {
  const removals = new Map<string, Map<string, number>>()

  const readMembers = async (groupId: string): Promise<ReadonlySet<string>> => {
    const askedAt = clock.now().getTime()
    const members = new Set(await listMembers(client, memberLists, groupId))
    for (const [userId, at] of removals.get(groupId) ?? []) if (at >= askedAt) members.delete(userId)
    return members
  }
  const readHandles = async (): Promise<ReadonlyMap<string, string>> => {
    const answer = await inTurn(lists, () => client.usergroups.list())
    return new Map(groupsFormat.parse(answer).usergroups.map(({ handle, id }) => [handle, id]))
  }
  const members = createMemory(clock, membershipLife, readMembers)
  const handles = createMemory(clock, membershipLife, readHandles)

  const idOf = async (group: string) => {
    if (!group.startsWith('@')) return group
    const id = (await handles.get('all')).get(group.slice(1))
    if (id === undefined) throw new Error(`Slack knows no user group ${group}`)
    return id
  }

  return {
    has: async (group, userId) => (await members.get(await idOf(group))).has(userId),
    removed: (groupId, userIds) => {
      const known = removals.get(groupId) ?? new Map<string, number>()
      for (const userId of userIds) known.set(userId, clock.now().getTime())
      removals.set(groupId, known)
      members.change(groupId, (before) => new Set([...before].filter((userId) => !userIds.includes(userId))))
    },
    changed: (groupId) => {
      members.shorten(groupId, refetchAfter)
      handles.shorten('all', refetchAfter)
    },
  }
}

/** Asks Slack who is in a group, by its id. Rejects as the client does, and where the answer makes no sense. */
export async function listMembers(
  client: WebClient,
  memberLists: Limit,
  groupId: string,
): Promise<readonly string[]> {
  const answer = await inTurn(memberLists, () => client.usergroups.users.list({ usergroup: groupId }))
  return membersFormat.parse(answer).users
}
