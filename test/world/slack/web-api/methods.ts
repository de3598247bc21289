// The Web API methods that this workspace plays, with the scopes and rates that Slack documents.
import type { Records } from '../records.ts'
import type { Answerer } from './answer.ts'
import type { Limit } from './limit-calls.ts'
import { openView, publishView, pushView, updateView } from './open-view.ts'
import { postEphemeral } from './post-ephemeral.ts'
import { deleteMessage, postMessage, updateMessage } from './post-message.ts'
import { scopesFor } from './reach-channel.ts'
import {
  describeConversation,
  listChannelMembers,
  openConversation,
  readHistory,
} from './read-conversations.ts'
import { describeBot, describeUser, findUserByEmail, listGroupMembers, listGroups } from './read-people.ts'

/** One method: the token it takes, the scopes of which it needs one, and how often it may be called. */
export interface Method {
  readonly token: 'app' | 'bot'
  readonly scopes: (args: Readonly<Record<string, unknown>>) => readonly string[]
  readonly limit: (args: Readonly<Record<string, unknown>>) => Limit | undefined
  readonly answer: Answerer
}

/** The table of methods; `openConnection` gives the address of a new Socket Mode connection. */
export function makeMethods({
  records,
  openConnection,
}: {
  readonly records: Records
  readonly openConnection: () => string
}): ReadonlyMap<string, Method> {
  const method = (
    name: string,
    scopes: readonly string[] | Method['scopes'],
    perMinute: number | Method['limit'],
    answer: Answerer,
    token: Method['token'] = 'bot',
  ): readonly [string, Method] => [
    name,
    {
      token,
      answer,
      scopes: typeof scopes === 'function' ? scopes : () => scopes,
      limit:
        typeof perMinute === 'function'
          ? perMinute
          : () => ({ kind: 'window', key: name, most: perMinute, withinMs: 60_000 }),
    },
  ]
  const unlimited = () => undefined
  const aboutOnePerSecond: Method['limit'] = (args) => ({
    kind: 'bucket',
    key: `chat.postMessage ${String(args['channel'])}`,
    burst: 2,
    refillMs: 1000,
  })
  const toReadIt: Method['scopes'] = (args) => scopesFor(records, args['channel'], 'read')
  const toReadHistory: Method['scopes'] = (args) => scopesFor(records, args['channel'], 'history')
  return new Map([
    method('auth.test', [], unlimited, () => describeApp(records)),
    method('bots.info', ['users:read'], 50, describeBot(records)),
    method('apps.connections.open', [], unlimited, () => ({ ok: true, url: openConnection() }), 'app'),
    method('chat.postMessage', ['chat:write'], aboutOnePerSecond, postMessage(records)),
    method('chat.update', ['chat:write'], 50, updateMessage(records)),
    method('chat.delete', ['chat:write'], 50, deleteMessage(records)),
    method('chat.postEphemeral', ['chat:write'], 100, postEphemeral(records)),
    method('conversations.info', toReadIt, 50, describeConversation(records)),
    method('conversations.members', toReadIt, 100, listChannelMembers(records)),
    method('conversations.history', toReadHistory, 50, readHistory(records)),
    method('conversations.open', ['im:write'], 50, openConversation(records)),
    method('usergroups.list', ['usergroups:read'], 20, listGroups(records)),
    method('usergroups.users.list', ['usergroups:read'], 20, listGroupMembers(records)),
    method('users.info', ['users:read'], 100, describeUser(records)),
    method('users.lookupByEmail', ['users:read.email'], 50, findUserByEmail(records)),
    method('views.open', [], 100, openView(records)),
    method('views.push', [], 100, pushView(records)),
    method('views.update', [], 100, updateView(records)),
    method('views.publish', [], 100, publishView(records)),
  ])
}

function describeApp({ team, app }: Records) {
  return {
    ok: true,
    url: team.url,
    team: team.name,
    user: app.name,
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  }
}
