// Finds who does something, and where. An unknown id in a test is an error at once.
import type { Channel } from '../channel.ts'
import type { Member } from '../member.ts'
import type { Records } from '../records.ts'

/** The member with this id; throws if there is none. */
export function knowPerson(records: Records, user: string): Member {
  const member = records.members.get(user)
  if (member === undefined) throw new Error(`Nobody in the workspace has the id ${user}.`)
  return member
}

/** The channel with this id; throws if there is none. */
export function knowChannel(records: Records, id: string): Channel {
  const channel = records.channels.get(id)
  if (channel === undefined) throw new Error(`No channel in the workspace has the id ${id}.`)
  return channel
}

/** The name of a channel as payloads carry it. */
export function nameInPayload(channel: Channel): string {
  if (channel.imWith !== undefined) return 'directmessage'
  return channel.isPrivate ? 'privategroup' : channel.name
}

/** The fields that every interactive payload starts with. */
export function describeActor({ team, app }: Records, member: Member): Record<string, unknown> {
  return {
    user: { id: member.id, username: member.name, name: member.name, team_id: member.teamId },
    api_app_id: app.id,
    token: 'XXYYZZ',
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  }
}
