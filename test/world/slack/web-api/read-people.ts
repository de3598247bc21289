// bots.info, usergroups.list, usergroups.users.list, users.info, users.lookupByEmail: who is who.
import { z } from 'zod'
import { describeGroup } from '../group.ts'
import { describeMember, type Member } from '../member.ts'
import type { Records } from '../records.ts'
import { type Answerer, refuse } from './answer.ts'
import { flag, readArguments, words } from './read-arguments.ts'

/** bots.info: the app's own bot, or none. */
export function describeBot(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ bot: words.optional() }), given)
    if (read.kind === 'refused') return read.answer
    const { bot = '' } = read.args
    const { botId: id, botUserId: user_id, id: app_id, name } = records.app
    if (bot !== '' && bot !== id) return refuse('bot_not_found')
    return { ok: true, bot: { id, deleted: false, name, updated: 1_700_000_000, app_id, user_id, icons: {} } }
  }
}

/** usergroups.list; disabled groups and members only if asked for. */
export function listGroups(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ include_users: flag, include_disabled: flag }), given)
    if (read.kind === 'refused') return read.answer
    const { include_disabled, include_users } = read.args
    const groups = [...records.groups.values()].filter(({ disabled }) => disabled === 0 || include_disabled)
    return {
      ok: true,
      usergroups: groups.map((group) => describeGroup(group, records.team.id, include_users)),
    }
  }
}

/** usergroups.users.list; a disabled group counts as unknown unless `include_disabled`. */
export function listGroupMembers(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ usergroup: words, include_disabled: flag }), given)
    if (read.kind === 'refused') return read.answer
    const group = records.groups.get(read.args.usergroup)
    if (group === undefined) return refuse('no_such_subteam')
    if (group.disabled !== 0 && !read.args.include_disabled) return refuse('no_such_subteam')
    return { ok: true, users: group.members }
  }
}

/** users.info; the e-mail only with the scope users:read.email. */
export function describeUser(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ user: words }), given)
    if (read.kind === 'refused') return read.answer
    const member = records.members.get(read.args.user)
    if (member === undefined) return refuse('user_not_found')
    return { ok: true, user: describeMember(member, records.settings.scopes.includes('users:read.email')) }
  }
}

/** users.lookupByEmail, in any capitalisation. It finds no deactivated member. */
export function findUserByEmail(records: Records): Answerer {
  return (given) => {
    const read = readArguments(z.looseObject({ email: words }), given)
    if (read.kind === 'refused') return read.answer
    const email = read.args.email.toLowerCase()
    const isTheirs = (member: Member) => member.email?.toLowerCase() === email && !member.isDeactivated
    const member = [...records.members.values()].find(isTheirs)
    return member === undefined ? refuse('users_not_found') : { ok: true, user: describeMember(member, true) }
  }
}
