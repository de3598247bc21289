// The workspace's user groups, and which of them a handle means.
import { z } from 'zod'
import type { Unchecked } from '../../domain/unchecked.ts'
import type { Clock } from '../../shared/clock.ts'
import { createMemory, type Memory } from '../../shared/remember.ts'
import { type GroupReading, oneByOne } from './group-reading.ts'
import type { SlackClient } from './slack-client.ts'

/** How long the list is remembered, in milliseconds. */
const listLife = 60_000

/** A user group as Slack lists it; it may be disabled. */
export interface Group {
  readonly id: string
  readonly handle: string
  readonly isDisabled: boolean
  /** Left out unless all of them are known. */
  readonly members?: ReadonlySet<string>
}

const groupFormat = z.object({
  id: z.string(),
  // A group without a handle can still be named by its id.
  handle: z.string().default(''),
  date_delete: z.number().default(0),
  users: z.array(z.string()).optional(),
  user_count: z.coerce.number().optional(),
})
const groupsFormat = z.object({ usergroups: z.array(groupFormat) })

/** Which group a configured id or @handle means. */
export type Meant =
  | { readonly kind: 'group'; readonly id: string }
  | Extract<Unchecked, { kind: 'group-unknown' | 'group-disabled' | 'group-changed' }>

export interface GroupDirectory {
  /**
   * The group that is meant. A handle keeps to the group that it named first: whoever may rename groups must not make
   * approvers.
   */
  meant(groups: readonly Group[], given: string): Meant
  /** All groups. Rejects as the client does, and if the answer can't be read. */
  list(): Promise<readonly Group[]>
  /** How groups are read. */
  readonly reading: GroupReading
  /** The list itself, under the key `all`. */
  readonly groups: Pick<Memory<readonly Group[]>, 'get' | 'dated' | 'lapsesWithin' | 'refresh'>
  /** Slack said that a group changed. */
  changed(): void
  /** Slack said that these people left the group. It takes effect at once. */
  removed(groupId: string, userIds: readonly string[]): void
}

export function createGroupDirectory({
  slack,
  clock,
  reading = oneByOne,
}: {
  readonly slack: SlackClient
  readonly clock: Clock
  readonly reading?: GroupReading
}): GroupDirectory {
  const members = reading.allAtOnce ? { include_users: true, include_count: true } : {}
  const groups = createMemory(clock, listLife, async (_, urgency) => {
    const answer = await slack.call('usergroups.list', urgency, (web) =>
      web.usergroups.list({ include_disabled: true, ...members }),
    )
    return slack.read('usergroups.list', groupsFormat, answer, ['date_delete']).usergroups.map(asGroup)
  })
  /** Ids, by handle. */
  const first = new Map<string, string>()
  return {
    reading,
    meant: (listed, given) => {
      const group = findGroup(listed, given)
      if (group?.isDisabled === true) return { kind: 'group-disabled', group: given }
      // Groups of an Enterprise Grid organisation may be missing from the list, but can be asked for by id.
      if (!isHandle(given)) return { kind: 'group', id: given }
      if (group === null) return { kind: 'group-unknown', group: given }
      const from = first.get(given) ?? group.id
      first.set(given, from)
      return group.id === from
        ? { kind: 'group', id: from }
        : { kind: 'group-changed', group: given, from, to: group.id }
    },
    list: () => groups.get('all'),
    groups,
    changed: () => groups.shorten('all', reading.refetchAfter),
    removed: (groupId, userIds) =>
      groups.change('all', (list) =>
        list.map((group) => (group.id === groupId ? withoutMembers(group, userIds) : group)),
      ),
  }
}

/** The group that a configuration means by an id or a @handle. A disabled group may still have the same handle. */
export function findGroup(groups: readonly Group[], given: string): Group | null {
  const named = groups.filter((group) => (isHandle(given) ? `@${group.handle}` : group.id) === given)
  return named.find(({ isDisabled }) => !isDisabled) ?? named[0] ?? null
}

export function isHandle(given: string): boolean {
  return given.startsWith('@')
}

/** Slack lists only the first members of a large group. */
function asGroup({ id, handle, date_delete, users, user_count }: z.infer<typeof groupFormat>): Group {
  const group = { id, handle, isDisabled: date_delete > 0 }
  if (users === undefined || user_count === undefined || users.length < user_count) return group
  return { ...group, members: new Set(users) }
}

function withoutMembers(group: Group, userIds: readonly string[]): Group {
  if (group.members === undefined) return group
  return { ...group, members: new Set([...group.members].filter((userId) => !userIds.includes(userId))) }
}
