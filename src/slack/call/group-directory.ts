// The workspace's user groups, and which of them a handle means.
import { z } from 'zod'
import type { Unchecked } from '../../domain/unchecked.ts'
import type { Clock } from '../../shared/clock.ts'
import { createMemory, type Memory } from '../../shared/remember.ts'
import type { SlackClient } from './slack-client.ts'

/** How long the list is remembered, in milliseconds. */
const listLife = 60_000

/** The shortest interval between reads that Slack's events cause, in milliseconds. */
const refetchAfter = 10_000

/** A user group as Slack lists it; it may be disabled. */
export interface Group {
  readonly id: string
  readonly handle: string
  readonly isDisabled: boolean
}

const groupsFormat = z.object({
  usergroups: z.array(
    // A group without a handle can still be named by its id.
    z.object({ id: z.string(), handle: z.string().default(''), date_delete: z.number().default(0) }),
  ),
})

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
  /** The list itself, under the key `all`. */
  readonly groups: Pick<Memory<readonly Group[]>, 'get' | 'lapsesWithin' | 'refresh'>
  /** Slack said that a group changed. */
  changed(): void
}

export function createGroupDirectory({
  slack,
  clock,
}: {
  readonly slack: SlackClient
  readonly clock: Clock
}): GroupDirectory {
  const groups = createMemory(clock, listLife, async (_, urgency) => {
    const answer = await slack.call('usergroups.list', urgency, (web) =>
      web.usergroups.list({ include_disabled: true }),
    )
    return slack.read('usergroups.list', groupsFormat, answer, ['date_delete']).usergroups.map(asGroup)
  })
  /** Ids, by handle. */
  const first = new Map<string, string>()
  return {
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
    changed: () => groups.shorten('all', refetchAfter),
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

function asGroup(listed: z.infer<typeof groupsFormat>['usergroups'][number]): Group {
  return { id: listed.id, handle: listed.handle, isDisabled: listed.date_delete > 0 }
}
