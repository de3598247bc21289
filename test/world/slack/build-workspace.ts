// What an administrator of the workspace does: people, channels, groups, and the app's place among them.
import { type Channel, makeChannel, type NewChannel } from './channel.ts'
import { describeGroup, type Group, makeGroup, type NewGroup } from './group.ts'
import { type Member, makeMember, type NewMember } from './member.ts'
import { knowChannel, knowPerson } from './people/know-person.ts'
import type { Records } from './records.ts'
import type { SlackEvent } from './socket-mode/send-events.ts'

/** Who joins a group and who leaves it; user ids. */
interface GroupChange {
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
  readonly isDisabled?: boolean | undefined
  readonly handle?: string | undefined
}

export interface Building {
  /** Adds a person and returns their user id. */
  readonly addUser: (user: NewMember) => string
  /** Changes what Slack knows about a person, for example that they are deactivated. */
  readonly changeUser: (user: string, change: Partial<Omit<Member, 'id'>>) => void
  /** Adds a channel and returns its id. */
  readonly addChannel: (channel: NewChannel) => string
  readonly archive: (channel: string) => void
  readonly unarchive: (channel: string) => void
  readonly removeBot: (channel: string) => void
  readonly inviteBot: (channel: string) => void
  /** Shares a channel with another organisation, or invites one that has not accepted yet. */
  readonly share: (channel: string, state?: 'shared' | 'pending' | 'private') => void
  /** Adds a user group and returns its id. */
  readonly addGroup: (group: NewGroup) => string
  /** Changes a group and sends `subteam_members_changed` and `subteam_updated`. */
  readonly changeGroup: (group: string, change: GroupChange) => void
  /** From now on, Slack answers the token with this error. */
  readonly revokeToken: (which?: 'bot' | 'app', error?: string) => void
  /** Makes a revoked token valid again. */
  readonly restoreToken: (which?: 'bot' | 'app') => void
  /** Sends any event, if the app has subscribed to it. */
  readonly sendEvent: (event: SlackEvent) => void
}

/** What an administrator can do. */
export function makeBuilding(records: Records, sendEvent: (event: SlackEvent) => void): Building {
  return {
    addUser: (wanted) => {
      const member = makeMember(wanted, records.team.id)
      records.members.set(member.id, member)
      records.changed('member')
      return member.id
    },
    changeUser: (user, change) => {
      records.members.set(user, { ...knowPerson(records, user), ...change })
      records.changed('member')
    },
    addChannel: (wanted) => {
      const channel = makeChannel(wanted)
      records.channels.set(channel.id, channel)
      records.changed('channel')
      return channel.id
    },
    archive: (id) => changeChannel(id, { isArchived: true }),
    unarchive: (id) => changeChannel(id, { isArchived: false }),
    removeBot: (id) => changeChannel(id, { botIsMember: false }),
    inviteBot: (id) => changeChannel(id, { botIsMember: true }),
    share: (id, state = 'shared') =>
      changeChannel(id, { isShared: state === 'shared', isPendingShared: state === 'pending' }),
    addGroup: (wanted) => {
      const group = makeGroup(wanted, records.now())
      records.groups.set(group.id, group)
      records.changed('group')
      return group.id
    },
    changeGroup: (id, change) => {
      const group = records.groups.get(id)
      if (group === undefined) throw new Error(`No user group in the workspace has the id ${id}.`)
      changeMembers(records, group, change, sendEvent)
    },
    revokeToken: (which = 'bot', error = which === 'bot' ? 'token_revoked' : 'invalid_auth') => {
      records.revoked.set(records.tokens[which], error)
    },
    restoreToken: (which = 'bot') => {
      records.revoked.delete(records.tokens[which])
    },
    sendEvent,
  }

  function changeChannel(id: string, change: Partial<Channel>): void {
    Object.assign(knowChannel(records, id), change)
    records.changed('channel')
  }
}

function changeMembers(
  records: Records,
  group: Group,
  { add = [], remove = [], isDisabled, handle }: GroupChange,
  sendEvent: (event: SlackEvent) => void,
): void {
  const added = add.filter((user) => !group.members.includes(user))
  const removed = remove.filter((user) => group.members.includes(user))
  const before = group.updated
  group.members = [...group.members.filter((user) => !removed.includes(user)), ...added]
  group.updated = Math.floor(records.now().getTime() / 1000)
  if (handle !== undefined) group.handle = handle
  if (isDisabled !== undefined) group.disabled = isDisabled ? group.updated : 0
  records.changed('group')
  if (added.length + removed.length > 0) {
    sendEvent({
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: records.team.id,
      date_previous_update: before,
      date_update: group.updated,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
    })
  }
  sendEvent({ type: 'subteam_updated', subteam: describeGroup(group, records.team.id, true) })
}
