import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import {
  call,
  everyScope,
  makeClient,
  openSocket,
  openWorkspace,
  postCard,
} from '../support/open-workspace.ts'
import { startWorkspace } from './start-workspace.ts'

test('auth.test tells the bot who it is and which scopes it was granted', async () => {
  const workspace = await openWorkspace({ scopes: ['chat:write', 'users:read'] })

  const answer = await makeClient(workspace).auth.test()

  expect(answer).toMatchObject({
    ok: true,
    team_id: workspace.teamId,
    user_id: workspace.botUserId,
    bot_id: workspace.botId,
    is_enterprise_install: false,
    response_metadata: { scopes: ['chat:write', 'users:read'] },
  })
})

test('ids and tokens look like the ones that Slack gives out', async () => {
  const workspace = await openWorkspace()

  expect(workspace.teamId).toMatch(/^T[A-Z0-9]{10}$/)
  expect(workspace.botUserId).toMatch(/^U[A-Z0-9]{10}$/)
  expect(workspace.addChannel({ name: 'general' })).toMatch(/^C[A-Z0-9]{10}$/)
  expect(workspace.addGroup({ handle: 'approvers', members: [] })).toMatch(/^S[A-Z0-9]{10}$/)
  expect(workspace.botToken).toMatch(/^xoxb-/)
  expect(workspace.appToken).toMatch(/^xapp-1-A/)
})

describe('a token that Slack does not accept', () => {
  it('is missing: not_authed', async () => {
    expect(await call(await openWorkspace(), 'auth.test', {}, '')).toMatchObject({ error: 'not_authed' })
  })

  it('is unknown: invalid_auth', async () => {
    expect(await call(await openWorkspace(), 'auth.test', {}, 'xoxb-1')).toMatchObject({
      error: 'invalid_auth',
    })
  })

  it('was revoked: token_revoked, until it is restored', async () => {
    const workspace = await openWorkspace()
    workspace.revokeToken()
    expect(await call(workspace, 'auth.test')).toMatchObject({ ok: false, error: 'token_revoked' })
    workspace.restoreToken()
    expect(await call(workspace, 'auth.test')).toMatchObject({ ok: true })
  })

  it('was revoked with another error: the error that the test asked for', async () => {
    const workspace = await openWorkspace()
    workspace.revokeToken('app')
    workspace.revokeToken('bot', 'account_inactive')
    expect(await call(workspace, 'auth.test')).toMatchObject({ error: 'account_inactive' })
    expect(await call(workspace, 'apps.connections.open', {}, workspace.appToken)).toMatchObject({
      error: 'invalid_auth',
    })
  })

  it('is of the wrong kind: not_allowed_token_type', async () => {
    const workspace = await openWorkspace()
    expect(await call(workspace, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' })
    expect(await call(workspace, 'users.info', { user: 'U1' }, workspace.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    })
  })
})

test('a token in the body and a JSON body are accepted too', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })

  const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ token: workspace.botToken, channel, text: 'Hello' }),
  })

  expect(await response.json()).toMatchObject({ ok: true })
  expect(workspace.messages(channel)).toMatchObject([{ text: 'Hello' }])
  expect(JSON.stringify(workspace.calls)).not.toContain(workspace.botToken)
})

test('a method that the workspace does not play is unknown_method', async () => {
  expect(await call(await openWorkspace(), 'pins.add')).toMatchObject({
    error: 'unknown_method',
    req_method: 'pins.add',
  })
})

describe.each([
  ['chat.postMessage', 'chat:write'],
  ['chat.update', 'chat:write'],
  ['chat.delete', 'chat:write'],
  ['chat.postEphemeral', 'chat:write'],
  ['conversations.info', 'channels:read'],
  ['conversations.history', 'channels:history'],
  ['conversations.open', 'im:write'],
  ['usergroups.list', 'usergroups:read'],
  ['usergroups.users.list', 'usergroups:read'],
  ['users.info', 'users:read'],
])('%s', (method, scope) => {
  it(`is refused without ${scope}, with what is needed and what was provided`, async () => {
    const provided = everyScope.filter((one) => one !== scope)
    const workspace = await openWorkspace({ scopes: provided })
    const channel = workspace.addChannel({ name: 'sign-ups' })

    expect(await call(workspace, method, { channel })).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: scope,
      provided: provided.join(','),
    })
  })
})

test('a private channel needs the groups scopes', async () => {
  const workspace = await openWorkspace({ scopes: ['channels:read', 'channels:history'] })
  const channel = workspace.addChannel({ name: 'secret', isPrivate: true })

  expect(await call(workspace, 'conversations.info', { channel })).toMatchObject({ needed: 'groups:read' })
  expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({
    needed: 'groups:history',
  })
})

describe('with a manifest', () => {
  const manifest = `
    features:
      slash_commands:
        - { command: /confirm-user, description: Confirm }
    oauth_config:
      scopes:
        bot: [chat:write, usergroups:read]
    settings:
      event_subscriptions:
        bot_events: [subteam_members_changed]
      interactivity: { is_enabled: true }
      socket_mode_enabled: true`

  it('grants the scopes in it', async () => {
    const workspace = await openWorkspace({ manifest: await write(manifest), scopes: undefined })

    const answer = await call(workspace, 'auth.test')

    expect(answer.headers.get('x-oauth-scopes')).toBe('chat:write,usergroups:read')
    expect(await call(workspace, 'users.info', { user: 'U1' })).toMatchObject({ error: 'missing_scope' })
  })

  it('sends only the events that the app has subscribed to', async () => {
    const workspace = await openWorkspace({ manifest: await write(manifest), scopes: undefined })
    const socket = await openSocket(workspace)
    const ada = workspace.addUser({ name: 'ada' })
    const group = workspace.addGroup({ handle: 'approvers', members: [] })

    workspace.changeGroup(group, { add: [ada] })
    await socket.next(1)

    expect(workspace.envelopes).toHaveLength(1)
    expect(workspace.envelopes[0]?.payload).toMatchObject({ event: { type: 'subteam_members_changed' } })
  })

  it('knows only the commands in it', async () => {
    const workspace = await openWorkspace({ manifest: await write(manifest), scopes: undefined })
    const ada = workspace.addUser({ name: 'ada' })
    const channel = workspace.addChannel({ name: 'sign-ups' })

    await expect(workspace.slash({ user: ada, channel, command: '/deploy' })).rejects.toThrow(
      '/deploy is not a valid command',
    )
  })

  it('refuses clicks if interactivity is off', async () => {
    const off = manifest.replace('is_enabled: true', 'is_enabled: false')
    const workspace = await openWorkspace({ manifest: await write(off), scopes: undefined })
    const { ada, channel, ts } = await postCard(workspace)

    await expect(workspace.click({ user: ada, channel, ts })).rejects.toThrow('does not enable interactivity')
  })

  it('opens no connection if Socket Mode is off', async () => {
    const off = manifest.replace('socket_mode_enabled: true', 'socket_mode_enabled: false')
    const workspace = await openWorkspace({ manifest: await write(off), scopes: undefined })

    const socket = await openSocket(workspace)

    expect(socket.first).toMatchObject({ type: 'disconnect', reason: 'link_disabled' })
  })

  it('does not start if there is none', async () => {
    await expect(startWorkspace({ manifest: '/nowhere/manifest.yml' })).rejects.toThrow('ENOENT')
  })
})

async function write(manifest: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'countersign-')), 'manifest.yml')
  await writeFile(path, manifest)
  return path
}
