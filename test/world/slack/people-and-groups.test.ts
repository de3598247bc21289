import { describe, expect, it, test } from 'vitest'
import { call, makeClient, openSocket, openWorkspace } from '../support/open-workspace.ts'

describe('users.info', () => {
  it('shows a member with their e-mail', async () => {
    const workspace = await openWorkspace()
    const user = workspace.addUser({ name: 'ada', realName: 'Ada L', email: 'ada@example.com' })

    const answer = await makeClient(workspace).users.info({ user })

    expect(answer.user).toMatchObject({
      id: user,
      name: 'ada',
      real_name: 'Ada L',
      team_id: workspace.teamId,
      deleted: false,
      is_bot: false,
      is_restricted: false,
      is_ultra_restricted: false,
      profile: { email: 'ada@example.com', display_name: 'ada' },
    })
    expect(answer.user).not.toHaveProperty('is_stranger')
  })

  it('hides the e-mail from an app without users:read.email', async () => {
    const workspace = await openWorkspace({ scopes: ['users:read'] })
    const user = workspace.addUser({ name: 'ada', email: 'ada@example.com' })
    expect((await makeClient(workspace).users.info({ user })).user?.profile).not.toHaveProperty('email')
  })

  it.each([
    ['a stranger', { team: 'T0ELSEWHERE' }, { is_stranger: true, team_id: 'T0ELSEWHERE' }],
    ['a guest', { isGuest: true }, { is_restricted: true, is_ultra_restricted: false }],
    [
      'a single-channel guest',
      { isSingleChannelGuest: true },
      { is_restricted: true, is_ultra_restricted: true },
    ],
    ['a deactivated member', { isDeactivated: true }, { deleted: true }],
    ['a bot', { isBot: true }, { is_bot: true }],
  ])('shows %s as such', async (_, kind, shown) => {
    const workspace = await openWorkspace()
    const user = workspace.addUser({ name: 'eve', ...kind })
    expect((await makeClient(workspace).users.info({ user })).user).toMatchObject(shown)
  })

  it('shows a change at once', async () => {
    const workspace = await openWorkspace()
    const user = workspace.addUser({ name: 'ada' })
    workspace.changeUser(user, { isDeactivated: true })
    expect((await makeClient(workspace).users.info({ user })).user).toMatchObject({ deleted: true })
  })

  it('does not find an unknown id', async () => {
    const workspace = await openWorkspace()
    expect(await call(workspace, 'users.info', { user: 'U0NOBODY' })).toMatchObject({
      error: 'user_not_found',
    })
    expect(await call(workspace, 'users.info')).toMatchObject({ error: 'invalid_arguments' })
  })
})

describe('users.lookupByEmail', () => {
  it('finds a member in any capitalisation, but nobody who is deactivated, and needs its scope', async () => {
    const workspace = await openWorkspace()
    const client = makeClient(workspace)
    const user = workspace.addUser({ name: 'ada', email: 'Ada@example.com' })
    workspace.addUser({ name: 'old', email: 'old@example.com', isDeactivated: true })
    expect((await client.users.lookupByEmail({ email: 'ada@EXAMPLE.com' })).user).toMatchObject({ id: user })
    for (const email of ['old@example.com', 'nobody@example.com'])
      expect(await call(workspace, 'users.lookupByEmail', { email })).toMatchObject({
        error: 'users_not_found',
      })
    const poor = await openWorkspace({ scopes: ['users:read'] })
    const answer = await call(poor, 'users.lookupByEmail', { email: 'ada@example.com' })
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'users:read.email' })
  })
})

describe('user groups', () => {
  it('are listed with their handles, with members and disabled groups if asked', async () => {
    const workspace = await openWorkspace()
    const client = makeClient(workspace)
    const ada = workspace.addUser({ name: 'ada' })
    const approvers = workspace.addGroup({ handle: 'approvers', name: 'Approvers', members: [ada] })
    const old = workspace.addGroup({ handle: 'old', members: [], isDisabled: true })

    const some = await client.usergroups.list()
    const all = await client.usergroups.list({ include_users: true, include_disabled: true })

    expect(some.usergroups).toMatchObject([
      { id: approvers, handle: 'approvers', name: 'Approvers', user_count: 1 },
    ])
    expect(some.usergroups?.[0]).not.toHaveProperty('users')
    expect(all.usergroups).toMatchObject([
      { id: approvers, users: [ada], date_delete: 0 },
      { id: old, date_delete: expect.any(Number) },
    ])
  })

  it('list their members', async () => {
    const workspace = await openWorkspace()
    const ada = workspace.addUser({ name: 'ada' })
    const usergroup = workspace.addGroup({ handle: 'approvers', members: [ada] })
    expect((await makeClient(workspace).usergroups.users.list({ usergroup })).users).toEqual([ada])
  })

  it('are no_such_subteam if unknown, or if disabled and not asked for', async () => {
    const workspace = await openWorkspace()
    const usergroup = workspace.addGroup({ handle: 'old', members: [], isDisabled: true })
    const list = (args: Readonly<Record<string, unknown>>) => call(workspace, 'usergroups.users.list', args)
    expect(await list({ usergroup: 'S0NONE' })).toMatchObject({ error: 'no_such_subteam' })
    expect(await list({ usergroup })).toMatchObject({ error: 'no_such_subteam' })
    expect(await list({ usergroup, include_disabled: true })).toMatchObject({ ok: true, users: [] })
  })

  it('tell the app who joined and who left', async () => {
    const workspace = await openWorkspace()
    const [ada, bob] = ['ada', 'bob'].map((name) => workspace.addUser({ name }))
    const group = workspace.addGroup({ handle: 'approvers', members: [ada ?? ''] })
    const socket = await openSocket(workspace)

    workspace.changeGroup(group, { add: [bob ?? ''], remove: [ada ?? ''] })
    const [changed, updated] = [await socket.next(1), await socket.next(2)]

    expect(changed).toMatchObject({
      type: 'events_api',
      accepts_response_payload: false,
      payload: {
        type: 'event_callback',
        team_id: workspace.teamId,
        api_app_id: workspace.appId,
        event_id: expect.stringMatching(/^Ev/),
        event_time: expect.any(Number),
        authorizations: [{ team_id: workspace.teamId, user_id: workspace.botUserId, is_bot: true }],
        event: {
          type: 'subteam_members_changed',
          subteam_id: group,
          added_users: [bob],
          removed_users: [ada],
          added_users_count: 1,
          removed_users_count: 1,
        },
      },
    })
    expect(updated.payload).toMatchObject({
      event: { type: 'subteam_updated', subteam: { id: group, users: [bob] } },
    })
    socket.ack(changed.envelope_id)
    socket.ack(updated.envelope_id)
    await workspace.waitFor('both acknowledged', () => workspace.envelopes.every(({ acks }) => acks === 1))
  })

  it('that are disabled say so in subteam_updated alone', async () => {
    const workspace = await openWorkspace()
    const group = workspace.addGroup({ handle: 'approvers', members: [] })
    const socket = await openSocket(workspace)

    workspace.changeGroup(group, { isDisabled: true })

    const event = await socket.next(1)
    expect(event.payload).toMatchObject({
      event: { type: 'subteam_updated', subteam: { date_delete: expect.any(Number) } },
    })
    expect(workspace.envelopes).toHaveLength(1)
  })
})

test('a wrong id is an error in the test that uses it', async () => {
  const workspace = await openWorkspace()
  expect(() => workspace.changeGroup('S0NONE', {})).toThrow('No user group')
  expect(() => workspace.changeUser('U0NOBODY', {})).toThrow('Nobody')
  expect(() => workspace.archive('C0NOWHERE')).toThrow('No channel')
})
