// A person (or a bot) whom the workspace knows, and how users.info describes them.
import { makeId } from './ids.ts'

/** Whom to add to the workspace; everything but the name may be left out. */
export interface NewMember {
  readonly name: string
  readonly realName?: string | undefined
  /** An address made of the name if left out; null for a profile without one. */
  readonly email?: string | null | undefined
  readonly phone?: string | undefined
  /** The id of another workspace, if they come from one through a shared channel. */
  readonly team?: string | undefined
  readonly isGuest?: boolean | undefined
  readonly isSingleChannelGuest?: boolean | undefined
  readonly isDeactivated?: boolean | undefined
  readonly isBot?: boolean | undefined
  /** An IANA time zone; `Europe/Amsterdam` by default. */
  readonly tz?: string | undefined
}

export interface Member {
  readonly id: string
  readonly name: string
  readonly realName: string
  readonly email: string | null
  readonly phone: string | null
  readonly teamId: string
  readonly isStranger: boolean
  readonly isGuest: boolean
  readonly isSingleChannelGuest: boolean
  readonly isDeactivated: boolean
  readonly isBot: boolean
  readonly tz: string
}

/** A member of this workspace, or of another one, as the description says. */
export function makeMember(wanted: NewMember, homeTeam: string, id = makeId('U')): Member {
  const { name, realName = name, team = homeTeam, tz = 'Europe/Amsterdam' } = wanted
  const { email = `${name}@members.example`, phone = null } = wanted
  const isSingleChannelGuest = wanted.isSingleChannelGuest ?? false
  return {
    id,
    name,
    realName,
    email,
    phone,
    tz,
    teamId: team,
    isStranger: team !== homeTeam,
    isGuest: (wanted.isGuest ?? false) || isSingleChannelGuest,
    isSingleChannelGuest,
    isDeactivated: wanted.isDeactivated ?? false,
    isBot: wanted.isBot ?? false,
  }
}

/** The member as `users.info` shows it; the e-mail only for an app that may see it. */
export function describeMember(member: Member, mayReadEmail: boolean): Record<string, unknown> {
  return {
    id: member.id,
    team_id: member.teamId,
    name: member.name,
    deleted: member.isDeactivated,
    real_name: member.realName,
    ...(member.isDeactivated ? {} : { tz: member.tz }),
    profile: {
      real_name: member.realName,
      display_name: member.name,
      team: member.teamId,
      phone: member.phone ?? '',
      ...(mayReadEmail && member.email !== null ? { email: member.email } : {}),
    },
    is_bot: member.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    ...(member.isStranger ? { is_stranger: true } : {}),
    ...(member.isDeactivated ? {} : describeRole(member)),
  }
}

// Slack omits a deactivated member's role.
function describeRole(member: Member): Record<string, unknown> {
  return {
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: member.isGuest,
    is_ultra_restricted: member.isSingleChannelGuest,
  }
}
