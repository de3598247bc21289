import { describe, expect, it, test } from 'vitest'
import { buttonRow, call, makeClient, makeClock, openWorkspace, postCard } from '../support/open-workspace.ts'

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

test('a posted message is in the channel, with a block_id for blocks that had none', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const metadata = { event_type: 'sign_up', event_payload: { id: 'm1' } }

  const { ts } = await makeClient(workspace).chat.postMessage({
    channel,
    text: 'Grace wants in',
    blocks: [section('*Grace* wants in')],
    metadata,
  })

  expect(workspace.messages(channel)).toMatchObject([
    {
      ts,
      text: 'Grace wants in',
      words: '*Grace* wants in',
      blocks: [{ type: 'section', block_id: expect.any(String), text: { verbatim: false } }],
      metadata,
      user: workspace.botUserId,
      botId: workspace.botId,
      appId: workspace.appId,
      edited: undefined,
    },
  ])
})

test('timestamps are unique and increase, even within one millisecond', async () => {
  const clock = makeClock()
  const workspace = await openWorkspace({ now: clock.now })
  const channel = workspace.addChannel({ name: 'sign-ups' })

  await call(workspace, 'chat.postMessage', { channel, text: 'one' })
  await call(workspace, 'chat.postMessage', { channel, text: 'two' })

  const [one, two] = workspace.messages(channel).map(({ ts }) => Number(ts))
  expect(one).toBeLessThan(two ?? 0)
})

test('an update replaces text and blocks, keeps the metadata, and every version is remembered', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const metadata = { event_type: 'sign_up', event_payload: { id: 'm1' } }
  const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'waiting', metadata })

  await call(workspace, 'chat.update', { channel, ts, text: 'done', blocks: [section('Done')] })

  expect(workspace.messages(channel)).toMatchObject([
    { text: 'done', words: 'Done', metadata, edited: expect.any(Date) },
  ])
  expect(workspace.history(channel, ts ?? '').map(({ text }) => text)).toEqual(['waiting', 'done'])
})

test('an update with an empty object removes the metadata', async () => {
  const workspace = await openWorkspace()
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const metadata = { event_type: 'sign_up', event_payload: { id: 'm1' } }
  const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'waiting', metadata })

  await call(workspace, 'chat.update', { channel, ts, text: 'done', metadata: {} })

  expect(workspace.message(channel, ts ?? '')?.metadata).toEqual({})
})

test('an update with only text removes the blocks', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)

  await call(workspace, 'chat.update', { channel, ts, text: 'done' })

  expect(workspace.messages(channel)).toMatchObject([
    { text: 'done', words: 'done', blocks: [], buttons: [] },
  ])
})

test('a deleted message is gone, but a test can still see it', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)

  await call(workspace, 'chat.delete', { channel, ts })

  expect(workspace.messages(channel)).toEqual([])
  expect(workspace.deleted(channel)).toMatchObject([{ ts, words: expect.stringContaining('Grace') }])
})

test('posting to a user id opens the direct message with them', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })

  const answer = await call(workspace, 'chat.postMessage', { channel: ada, text: 'psst' })
  const opened = await makeClient(workspace).conversations.open({ users: ada })

  expect(opened.channel?.id).toMatch(/^D/)
  expect(answer).toMatchObject({ ok: true, channel: opened.channel?.id })
})

test('an ephemeral message is seen by one person only', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const bob = workspace.addUser({ name: 'bob' })
  const channel = workspace.addChannel({ name: 'sign-ups' })

  await makeClient(workspace).chat.postEphemeral({
    channel,
    user: ada,
    text: 'for you',
    blocks: [buttonRow('Approve')],
  })

  expect(workspace.ephemerals(bob)).toEqual([])
  expect(workspace.messages(channel)).toEqual([])
  expect(workspace.ephemerals(ada)).toMatchObject([
    { user: ada, channel, text: 'for you', way: 'chat.postEphemeral', buttons: [{ label: 'Approve' }] },
  ])
})

describe.each(['chat.postMessage', 'chat.postEphemeral', 'chat.update'])('%s', (method) => {
  const prepare = async () => {
    const workspace = await openWorkspace()
    const card = await postCard(workspace)
    return { workspace, ...card, args: { channel: card.channel, ts: card.ts, user: card.ada } }
  }

  it.each([
    ['nothing to say', {}, 'no_text'],
    ['empty text and no blocks', { text: '', blocks: [] }, 'no_text'],
    ['blocks that are not JSON', { text: 'x', blocks: '[{' }, 'invalid_blocks_format'],
    ['blocks that are not a list', { text: 'x', blocks: { type: 'divider' } }, 'invalid_blocks_format'],
    ['blocks of an unknown type', { text: 'x', blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
    ['text that is far too long', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ])('refuses %s', async (_, content, error) => {
    const { workspace, args } = await prepare()
    expect(await call(workspace, method, { ...args, ...content })).toMatchObject({ ok: false, error })
  })

  it('refuses a call without a channel', async () => {
    const { workspace } = await prepare()
    expect(await call(workspace, method, { text: 'x', ts: '1.0', user: 'U1' })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    })
  })

  it('refuses an unknown channel', async () => {
    const { workspace, args } = await prepare()
    expect(await call(workspace, method, { ...args, channel: 'C0NOWHERE', text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    })
  })

  it('does not find a private channel that the bot is not in', async () => {
    const { workspace, args } = await prepare()
    const channel = workspace.addChannel({ name: 'secret', isPrivate: true, botIsMember: false })
    expect(await call(workspace, method, { ...args, channel, text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    })
  })

  it('refuses an archived channel', async () => {
    const { workspace, args, channel } = await prepare()
    workspace.archive(channel)
    expect(await call(workspace, method, { ...args, text: 'x' })).toMatchObject({
      error: method === 'chat.update' ? 'is_inactive' : 'is_archived',
    })
  })
})

describe.each(['chat.postMessage', 'chat.update'])('%s', (method) => {
  it.each([
    ['is not JSON', '{', 'invalid_metadata_format'],
    ['lacks an event_type', { event_payload: { id: '1' } }, 'invalid_metadata_format'],
    ['lacks an event_payload', { event_type: 'sign_up' }, 'invalid_metadata_format'],
    ['is too large', { event_type: 'x', event_payload: { id: 'x'.repeat(9000) } }, 'metadata_too_large'],
  ])('refuses metadata that %s', async (_, metadata, error) => {
    const workspace = await openWorkspace()
    const { channel, ts } = await postCard(workspace)
    expect(await call(workspace, method, { channel, ts, text: 'x', metadata })).toMatchObject({ error })
  })
})

describe.each(['chat.postMessage', 'chat.postEphemeral'])('%s', (method) => {
  it('refuses a public channel that the bot is not in, unless it may post anywhere', async () => {
    const args = { channel: '', user: '', text: 'x' }
    const workspace = await openWorkspace()
    args.user = workspace.addUser({ name: 'ada' })
    args.channel = workspace.addChannel({ name: 'sign-ups' })
    workspace.removeBot(args.channel)
    expect(await call(workspace, method, args)).toMatchObject({ error: 'not_in_channel' })

    const open = await openWorkspace({ scopes: ['chat:write', 'chat:write.public'] })
    args.user = open.addUser({ name: 'ada' })
    args.channel = open.addChannel({ name: 'sign-ups', botIsMember: false })
    expect(await call(open, method, args)).toMatchObject({ ok: true })
  })
})

test('an ephemeral message to a person outside the channel is refused', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const bob = workspace.addUser({ name: 'bob' })
  const channel = workspace.addChannel({ name: 'sign-ups', members: [ada] })

  for (const user of [bob, 'U0NOBODY']) {
    expect(await call(workspace, 'chat.postEphemeral', { channel, user, text: 'x' })).toMatchObject({
      error: 'user_not_in_channel',
    })
  }
})

test('an update accepts 4,000 characters of text and not one more', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)

  expect(await call(workspace, 'chat.update', { channel, ts, text: 'x'.repeat(4000) })).toMatchObject({
    ok: true,
  })
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'x'.repeat(4001) })).toMatchObject({
    error: 'msg_too_long',
  })
})

describe.each([
  ['chat.update', 'cant_update_message'],
  ['chat.delete', 'cant_delete_message'],
])('%s', (method, error) => {
  it("leaves other people's and other apps' messages alone", async () => {
    const workspace = await openWorkspace()
    const { ada, channel } = await postCard(workspace)
    for (const appId of [undefined, 'A0OTHER']) {
      const ts = workspace.say({ user: ada, channel, text: 'mine', appId })
      expect(await call(workspace, method, { channel, ts, text: 'yours' })).toMatchObject({ error })
    }
  })

  it('does not find a message that never existed, or was deleted', async () => {
    const workspace = await openWorkspace()
    const { channel, ts } = await postCard(workspace)
    expect(await call(workspace, method, { channel, ts: '1.000001', text: 'x' })).toMatchObject({
      error: 'message_not_found',
    })
    await call(workspace, 'chat.delete', { channel, ts })
    expect(await call(workspace, method, { channel, ts, text: 'x' })).toMatchObject({
      error: 'message_not_found',
    })
  })
})

test('in an archived channel nothing can be deleted', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)
  workspace.archive(channel)
  expect(await call(workspace, 'chat.delete', { channel, ts })).toMatchObject({
    error: 'cant_delete_message',
  })
})

test('a copy of a message does not change when the message does', async () => {
  const workspace = await openWorkspace()
  const { channel, ts } = await postCard(workspace)
  const seen = workspace.message(channel, ts)

  await call(workspace, 'chat.update', { channel, ts, text: 'done', blocks: [] })

  expect(seen?.buttons).toMatchObject([{ label: 'Approve' }])
})
