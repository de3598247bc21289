import { describe, expect, it, test } from 'vitest'
import { call, makeClient, makeClock, openWorkspace } from '../support/open-workspace.ts'

describe('conversations.info', () => {
  it('describes a channel', async () => {
    const workspace = await openWorkspace()
    const client = makeClient(workspace)
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel

    const open = workspace.addChannel({ name: 'open' })
    expect(await info(open)).toMatchObject({
      id: open,
      name: 'open',
      is_channel: true,
      is_member: true,
      is_private: false,
      is_archived: false,
      is_shared: false,
      is_ext_shared: false,
      is_pending_ext_shared: false,
      is_im: false,
    })
    const secret = workspace.addChannel({ name: 'secret', isPrivate: true })
    expect(await info(secret)).toMatchObject({ is_private: true, is_channel: false, is_group: true })
    workspace.archive(open)
    workspace.removeBot(open)
    expect(await info(open)).toMatchObject({ is_archived: true, is_member: false })
    workspace.unarchive(open)
    workspace.inviteBot(open)
    expect(await info(open)).toMatchObject({ is_archived: false, is_member: true })
  })

  it('says whether a channel is shared with another organisation, or about to be', async () => {
    const workspace = await openWorkspace()
    const client = makeClient(workspace)
    const channel = workspace.addChannel({ name: 'sign-ups' })
    workspace.share(channel, 'pending')
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_ext_shared: false,
      is_pending_ext_shared: true,
    })
    workspace.share(channel)
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_shared: true,
      is_ext_shared: true,
      is_pending_ext_shared: false,
    })
  })

  it.each(['C0NOWHERE', 'a private channel'])('does not find %s if the bot cannot see it', async (which) => {
    const workspace = await openWorkspace()
    const secret = workspace.addChannel({ name: 'secret', isPrivate: true, botIsMember: false })
    const channel = which === 'C0NOWHERE' ? which : secret
    expect(await call(workspace, 'conversations.info', { channel })).toMatchObject({
      error: 'channel_not_found',
    })
    expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({
      error: 'channel_not_found',
    })
  })
})

describe('conversations.open', () => {
  it('opens the same direct message every time', async () => {
    const workspace = await openWorkspace({ scopes: ['im:write', 'im:read'] })
    const client = makeClient(workspace)
    const ada = workspace.addUser({ name: 'ada' })
    const first = await client.conversations.open({ users: ada })
    const second = await client.conversations.open({ users: ada })
    expect(first.channel?.id).toBe(second.channel?.id)
    const channel = first.channel?.id ?? ''
    expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_im: true, user: ada })
  })

  it('refuses unknown users, deactivated users and bots', async () => {
    const workspace = await openWorkspace()
    const gone = workspace.addUser({ name: 'gone', isDeactivated: true })
    const open = (users: string) => call(workspace, 'conversations.open', { users })
    expect(await open('U0NOBODY')).toMatchObject({ error: 'user_not_found' })
    expect(await open(gone)).toMatchObject({ error: 'user_disabled' })
    expect(await open(workspace.botUserId)).toMatchObject({ error: 'cannot_dm_bot' })
  })
})

describe('conversations.history', () => {
  const prepare = async () => {
    const clock = makeClock()
    const workspace = await openWorkspace({ now: clock.now })
    const ada = workspace.addUser({ name: 'ada' })
    const channel = workspace.addChannel({ name: 'sign-ups' })
    const post = (text: string) => {
      clock.advance(1000)
      return workspace.say({ user: ada, channel, text })
    }
    const read = (args: Readonly<Record<string, unknown>> = {}) =>
      makeClient(workspace).conversations.history({ channel, ...args })
    return { workspace, clock, ada, channel, post, read }
  }
  const texts = ({ messages = [] }: { messages?: { text?: string }[] }) => messages.map(({ text }) => text)

  it('shows the newest first, a page at a time', async () => {
    const { post, read } = await prepare()
    for (const text of ['one', 'two', 'three']) post(text)

    const first = await read({ limit: 2 })
    const cursor = first.response_metadata?.next_cursor
    const second = await read({ limit: 2, cursor })

    expect(texts(first)).toEqual(['three', 'two'])
    expect(first.has_more).toBe(true)
    expect(texts(second)).toEqual(['one'])
    expect(second.has_more).toBe(false)
    expect(second.response_metadata?.next_cursor).toBeUndefined()
  })

  it('shows what is between oldest and latest, and both ends only if asked', async () => {
    const { post, read } = await prepare()
    const [oldest, , latest] = ['one', 'two', 'three'].map(post)

    expect(texts(await read({ oldest, latest }))).toEqual(['two'])
    expect(texts(await read({ oldest, latest, inclusive: true }))).toEqual(['three', 'two', 'one'])
  })

  it('shows metadata only if asked, and says which app posted', async () => {
    const { workspace, channel, read } = await prepare()
    const metadata = { event_type: 'sign_up', event_payload: { id: 'm1' } }
    await makeClient(workspace).chat.postMessage({ channel, text: 'card', metadata })

    const plain = await read()
    const full = await read({ include_all_metadata: true })

    expect(plain.messages?.[0]).not.toHaveProperty('metadata')
    expect(full.messages).toMatchObject([{ metadata, app_id: workspace.appId, bot_id: workspace.botId }])
  })

  it('shows neither deleted messages nor replies in threads', async () => {
    const { workspace, ada, channel, post, read } = await prepare()
    const parent = post('parent')
    workspace.say({ user: ada, channel, text: 'reply', threadTs: parent })
    const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'gone' })
    await call(workspace, 'chat.delete', { channel, ts })

    expect(texts(await read())).toEqual(['parent'])
  })

  it.each([
    [{ cursor: 'nonsense' }, 'invalid_cursor'],
    [{ oldest: 'yesterday' }, 'invalid_ts_oldest'],
    [{ latest: 'now' }, 'invalid_ts_latest'],
    [{ limit: 0 }, 'invalid_arguments'],
  ])('refuses %j', async (args, error) => {
    const { workspace, channel } = await prepare()
    expect(await call(workspace, 'conversations.history', { channel, ...args })).toMatchObject({ error })
  })

  it('refuses a bot that is not in the channel', async () => {
    const { workspace, channel } = await prepare()
    workspace.removeBot(channel)
    expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({
      error: 'not_in_channel',
    })
  })
})

test('posting needs no history scope, reading does', async () => {
  const workspace = await openWorkspace({ scopes: ['chat:write'] })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  expect(await call(workspace, 'chat.postMessage', { channel, text: 'x' })).toMatchObject({ ok: true })
  expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({
    error: 'missing_scope',
  })
})
