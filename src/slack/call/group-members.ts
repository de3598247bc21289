// Who is in a user group: remembered for at most 60 s, or until Slack says that it changed.
import { z } from 'zod'
import type { Clock } from '../../shared/clock.ts'
import type { Urgency } from '../../shared/limit.ts'
import { createMemory, type Memory } from '../../shared/remember.ts'
import { type GroupDirectory, isHandle } from './group-directory.ts'
import { slackRefusal } from './slack-answer.ts'
import type { SlackClient } from './slack-client.ts'
import { Uncheckable } from './uncheckable.ts'

/** How long a membership is remembered, in milliseconds. */
const membershipLife = 60_000

const membersFormat = z.object({ users: z.array(z.string()) })

type Memberships = Pick<Memory<ReadonlySet<string>>, 'get' | 'dated' | 'lapsesWithin' | 'refresh'>

/** That somebody is in a group: its id, and when its members were read. */
interface Membership {
  readonly id: string
  readonly readAt: Date
}

export interface GroupMembers {
  /** `group` is an id or a @handle. Null if they are not in it. Rejects if Slack does not say; with `Uncheckable` if the group can't be used. */
  find(group: string, userId: string): Promise<Membership | null>
  /** Who is in a group, by its id. */
  readonly memberships: Memberships
  /** Slack said that these people left the group. It takes effect at once, whatever an answer under way says. */
  removed(groupId: string, userIds: readonly string[]): void
  /** Slack said that the group changed. */
  changed(groupId: string): void
}

export interface GroupMembersParts {
  readonly slack: SlackClient
  readonly directory: GroupDirectory
  readonly clock: Clock
}

export function createGroupMembers(parts: GroupMembersParts): GroupMembers {
  const { slack, directory, clock } = parts
  const { reading } = directory
  const removals = new Map<string, Map<string, number>>()

  const readMembers = async (groupId: string, urgency: Urgency): Promise<ReadonlySet<string>> => {
    const askedAt = clock.now().getTime()
    const members = new Set(await listMembers(slack, groupId, urgency))
    for (const [userId, at] of removals.get(groupId) ?? []) if (at >= askedAt) members.delete(userId)
    return members
  }
  const byGroup = createMemory(clock, membershipLife, readMembers)
  const memberships = reading.allAtOnce ? fromList(parts, byGroup) : byGroup

  const idOf = async (group: string) => {
    if (!isHandle(group)) return group
    const meant = directory.meant(await directory.list(), group)
    if (meant.kind !== 'group') {
      // Whoever presses again after somebody fixed it must not get an old answer.
      directory.changed()
      throw new Uncheckable(meant, meant.kind)
    }
    return meant.id
  }

  const find = async (group: string, userId: string) => {
    const id = await idOf(group)
    try {
      const { value, askedAt } = await memberships.dated(id)
      return value.has(userId) ? { id, readAt: askedAt } : null
    } catch (error) {
      const refusal = slackRefusal(error)
      if (refusal.kind !== 'refused' || refusal.error !== 'no_such_subteam') throw error
      throw new Uncheckable({ kind: 'group-unknown', group }, refusal.error)
    }
  }

  return {
    memberships,
    find,
    removed: (groupId, userIds) => {
      slack.approvers.noteRemoved(groupId, userIds)
      const known = removals.get(groupId) ?? new Map<string, number>()
      for (const userId of userIds) known.set(userId, clock.now().getTime())
      removals.set(groupId, known)
      directory.removed(groupId, userIds)
      byGroup.change(groupId, (before) => new Set([...before].filter((userId) => !userIds.includes(userId))))
    },
    changed: (groupId) => {
      byGroup.shorten(groupId, reading.refetchAfter)
      directory.changed()
    },
  }
}

/** The members that the list of groups names; of a group that it doesn't name in whole, those that Slack says when asked. */
function fromList({ slack, directory }: GroupMembersParts, byGroup: Memberships): Memberships {
  const dated = async (groupId: string) => {
    // Without the list, each group can still be asked for.
    const list = await directory.groups.dated('all').catch(() => undefined)
    const group = list?.value.find(({ id }) => id === groupId)
    const members = group?.isDisabled === false ? group.members : undefined
    if (list === undefined || members === undefined) return byGroup.dated(groupId)
    slack.approvers.noteMembers(groupId, members)
    return { value: members, askedAt: list.askedAt }
  }
  return {
    get: async (groupId) => (await dated(groupId)).value,
    dated,
    lapsesWithin: (_, milliseconds) => directory.groups.lapsesWithin('all', milliseconds),
    refresh: () => directory.groups.refresh('all'),
  }
}

/** Asks Slack who is in a group, by its id. Rejects as the client does, and if the answer can't be read. */
export async function listMembers(
  slack: SlackClient,
  groupId: string,
  urgency: Urgency,
): Promise<readonly string[]> {
  const answer = await slack.call('usergroups.users.list', urgency, (web) =>
    web.usergroups.users.list({ usergroup: groupId }),
  )
  const { users } = slack.read('usergroups.users.list', membersFormat, answer)
  slack.approvers.noteMembers(groupId, users)
  return users
}
