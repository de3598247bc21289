// A Slack user group, and how usergroups.list and the subteam events describe it.
import { makeId } from './ids.ts'

/** Which user group to add; `handle` is what people type after the @. */
export interface NewGroup {
  readonly handle: string
  readonly name?: string | undefined
  readonly members: readonly string[]
  readonly isDisabled?: boolean | undefined
}

export interface Group {
  readonly id: string
  handle: string
  readonly name: string
  readonly created: number
  members: readonly string[]
  updated: number
  /** When it was disabled, in seconds; 0 while it is enabled. */
  disabled: number
}

/** A new user group. */
export function makeGroup(wanted: NewGroup, at: Date): Group {
  const created = Math.floor(at.getTime() / 1000)
  return {
    id: makeId('S'),
    handle: wanted.handle,
    name: wanted.name ?? wanted.handle,
    created,
    members: [...wanted.members],
    updated: created,
    disabled: wanted.isDisabled ? created : 0,
  }
}

/** The group as Slack shows it; with `users` only if asked for, and at most 500 of them. */
export function describeGroup(group: Group, teamId: string, withUsers: boolean): Record<string, unknown> {
  return {
    id: group.id,
    team_id: teamId,
    is_usergroup: true,
    is_subteam: true,
    name: group.name,
    description: '',
    handle: group.handle,
    is_external: false,
    date_create: group.created,
    date_update: group.updated,
    date_delete: group.disabled,
    auto_type: null,
    auto_provision: false,
    enterprise_subteam_id: '',
    prefs: { channels: [], groups: [] },
    ...(withUsers ? { users: group.members.slice(0, 500) } : {}),
    user_count: group.members.length,
    channel_count: 0,
  }
}
