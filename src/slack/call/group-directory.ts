// The workspace's user groups, and which of them a handle means.
import { z } from 'zod'
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
  usergroups: z.array(z.object({ id: z.string(), handle: z.string(), date_delete: z.number().catch(0) })),
})

export interface GroupDirectory {
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
    return groupsFormat.parse(answer).usergroups.map(asGroup)
  })
  return {
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
