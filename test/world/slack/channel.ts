// A conversation of the workspace, and how conversations.info describes it.
import { makeId } from './ids.ts'

/** Which channel to add; everything but the name may be left out. */
export interface NewChannel {
  readonly name: string
  readonly isPrivate?: boolean | undefined
  readonly isArchived?: boolean | undefined
  /** Shared with another organisation (Slack Connect). */
  readonly isShared?: boolean | undefined
  readonly botIsMember?: boolean | undefined
  /** User ids; everyone in the workspace by default. */
  readonly members?: readonly string[] | undefined
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly isPrivate: boolean
  /** The user at the other end of a direct message with the app. */
  readonly imWith: string | undefined
  readonly members: ReadonlySet<string> | 'everyone'
  isArchived: boolean
  isShared: boolean
  isPendingShared: boolean
  botIsMember: boolean
}

/** A new channel. */
export function makeChannel(wanted: NewChannel): Channel {
  return {
    id: makeId('C'),
    name: wanted.name,
    isPrivate: wanted.isPrivate ?? false,
    imWith: undefined,
    members: wanted.members === undefined ? 'everyone' : new Set(wanted.members),
    isArchived: wanted.isArchived ?? false,
    isShared: wanted.isShared ?? false,
    isPendingShared: false,
    botIsMember: wanted.botIsMember ?? true,
  }
}

/** The app's direct message with a user. */
export function makeDirectMessage(user: string): Channel {
  const channel = makeChannel({ name: 'directmessage', members: [user] })
  return { ...channel, id: makeId('D'), imWith: user }
}

/** Whether the user sees what is posted there. */
export function isInChannel(channel: Channel, user: string): boolean {
  return channel.members === 'everyone' || channel.members.has(user)
}

/** The scope an app needs to do something in this conversation: `channels:read`, `groups:history`, … */
export function scopeFor(channel: Channel, what: 'read' | 'history'): string {
  if (channel.imWith !== undefined) return `im:${what}`
  return channel.isPrivate ? `groups:${what}` : `channels:${what}`
}

/** The channel as `conversations.info` shows it. */
export function describeChannel(channel: Channel, teamId: string): Record<string, unknown> {
  if (channel.imWith !== undefined) {
    return { id: channel.id, is_im: true, is_archived: false, user: channel.imWith, is_open: true }
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: false,
    is_member: channel.botIsMember,
    is_shared: channel.isShared,
    is_org_shared: false,
    is_ext_shared: channel.isShared,
    is_pending_ext_shared: channel.isPendingShared,
    pending_shared: [],
    context_team_id: teamId,
    shared_team_ids: [teamId],
    created: 1_700_000_000,
  }
}
