import { describe, expect, it, test } from 'vitest'
import { buttonRow, call, openSocket, openWorkspace, postCard } from '../support/open-workspace.ts'

test('a click arrives as block_actions, with the person, the place and the message', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)
  const { ada, channel, ts } = await postCard(workspace, { value: 'round-1', style: 'primary' })

  const click = await workspace.click({ user: ada, channel, ts, label: 'Approve' })

  expect(await socket.next(1)).toMatchObject({
    envelope_id: click.envelopeId,
    type: 'interactive',
    accepts_response_payload: true,
    payload: {
      type: 'block_actions',
      user: { id: ada, username: 'ada', name: 'ada', team_id: workspace.teamId },
      team: { id: workspace.teamId, domain: expect.any(String) },
      api_app_id: workspace.appId,
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'sign-ups' },
      message: { ts, app_id: workspace.appId, text: 'Grace wants in' },
      trigger_id: click.triggerId,
      response_url: click.responseUrl,
      actions: [
        {
          type: 'button',
          action_id: 'Approve',
          block_id: expect.any(String),
          value: 'round-1',
          style: 'primary',
          text: { type: 'plain_text', text: 'Approve' },
          action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
        },
      ],
    },
  })
})

test('a stranger clicks as a member of their own workspace', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)
  const { channel, ts } = await postCard(workspace)
  const eve = workspace.addUser({ name: 'eve', team: 'T0ELSEWHERE' })

  await workspace.click({ user: eve, channel, ts })

  expect((await socket.next(1)).payload).toMatchObject({
    user: { id: eve, team_id: 'T0ELSEWHERE' },
    team: { id: workspace.teamId },
  })
})

test('a person who still sees an older copy clicks the button that it shows', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)
  const { ada, channel, ts } = await postCard(workspace, { value: 'round-1' })
  const seen = workspace.messages(channel)[0]
  if (seen === undefined) throw new Error('no card')
  await call(workspace, 'chat.update', { channel, ts, text: 'done', blocks: [] })

  await expect(workspace.click({ user: ada, channel, ts })).rejects.toThrow('No element fits')
  await workspace.clickAsSeen({ user: ada, message: seen, label: 'Approve' })

  expect((await socket.next(1)).payload).toMatchObject({ actions: [{ value: 'round-1' }] })
})

test('a click in an ephemeral message says so, and carries no message', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)
  const ada = workspace.addUser({ name: 'ada' })
  const bob = workspace.addUser({ name: 'bob' })
  const channel = workspace.addChannel({ name: 'sign-ups', isPrivate: true })
  await call(workspace, 'chat.postEphemeral', {
    channel,
    user: ada,
    text: 'x',
    blocks: [buttonRow('Approve')],
  })
  const ts = workspace.ephemerals(ada)[0]?.ts ?? ''

  await expect(workspace.click({ user: bob, channel, ts })).rejects.toThrow('sees no message')
  await workspace.click({ user: ada, channel, ts })

  const { payload } = await socket.next(1)
  expect(payload).toMatchObject({ container: { is_ephemeral: true }, channel: { name: 'privategroup' } })
  expect(payload).not.toHaveProperty('message')
})

describe('a button is found', () => {
  const prepare = async () => {
    const workspace = await openWorkspace()
    const ada = workspace.addUser({ name: 'ada' })
    const channel = workspace.addChannel({ name: 'sign-ups' })
    const button = (value: string) => ({
      type: 'button',
      text: { type: 'plain_text', text: 'Approve' },
      action_id: `approve-${value}`,
      value,
    })
    const blocks = [
      { type: 'actions', block_id: 'first', elements: [button('1'), button('2')] },
      { type: 'section', block_id: 'second', text: { type: 'mrkdwn', text: 'x' }, accessory: button('3') },
    ]
    const { ts = '' } = await call(workspace, 'chat.postMessage', { channel, text: 'x', blocks })
    return { workspace, user: ada, channel, ts }
  }

  it.each([
    [{ actionId: 'approve-1' }, '1'],
    [{ value: '2' }, '2'],
    [{ blockId: 'second', label: 'Approve' }, '3'],
  ])('by %j', async (which, value) => {
    const { workspace, ...where } = await prepare()
    const { payload } = await workspace.click({ ...where, ...which })
    expect(payload).toMatchObject({ actions: [{ value }] })
  })

  it.each([
    [{ label: 'Approve' }, '3 elements fit'],
    [{ label: 'Deny' }, 'No element fits {"label":"Deny"}; there are: "Approve" (approve-1), '],
  ])('or else the error lists what there is: %j', async (which, message) => {
    const { workspace, ...where } = await prepare()
    await expect(workspace.click({ ...where, ...which })).rejects.toThrow(message)
  })
})

test('cancelling the confirm dialog sends no click', async () => {
  const workspace = await openWorkspace()
  const text = (words: string) => ({ type: 'plain_text', text: words })
  const confirm = { title: text('Sure?'), text: text('She gets in.'), confirm: text('Yes'), deny: text('No') }
  const { ada, channel, ts } = await postCard(workspace, { confirm })

  const dialog = workspace.clickAndCancel({ user: ada, channel, ts })

  expect(dialog).toEqual({ title: 'Sure?', text: 'She gets in.', confirm: 'Yes', deny: 'No' })
  expect(workspace.envelopes).toEqual([])
})

test('a choice in a menu carries the chosen option', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const channel = workspace.addChannel({ name: 'sign-ups' })
  const option = (text: string, value: string) => ({ text: { type: 'plain_text', text }, value })
  const menu = {
    type: 'overflow',
    action_id: 'more',
    options: [option('Deny', 'deny'), option('Later', 'later')],
  }
  const blocks = [{ type: 'actions', elements: [menu] }]
  const { ts = '' } = await call(workspace, 'chat.postMessage', { channel, text: 'x', blocks })

  const { payload } = await workspace.click({ user: ada, channel, ts, option: 'Deny' })

  expect(payload).toMatchObject({ actions: [{ type: 'overflow', selected_option: { value: 'deny' } }] })
  await expect(workspace.click({ user: ada, channel, ts, option: 'Never' })).rejects.toThrow(
    'no choice "Never"',
  )
})

test('people outside the channel cannot click', async () => {
  const workspace = await openWorkspace()
  const ada = workspace.addUser({ name: 'ada' })
  const bob = workspace.addUser({ name: 'bob' })
  const channel = workspace.addChannel({ name: 'sign-ups', members: [ada] })
  const { ts = '' } = await call(workspace, 'chat.postMessage', {
    channel,
    text: 'x',
    blocks: [buttonRow('Go')],
  })

  await expect(workspace.click({ user: bob, channel, ts })).rejects.toThrow('not in the channel')
})

test('without a socket, the person sees a failure at once', async () => {
  const workspace = await openWorkspace()
  const { ada, channel, ts } = await postCard(workspace)

  const click = await workspace.click({ user: ada, channel, ts })

  expect(await click.acked).toEqual({ kind: 'failed', reason: 'no socket', afterMs: 0 })
  expect(workspace.failures).toMatchObject([{ user: ada, what: 'click', reason: 'no socket' }])
})

test('a click that is not acknowledged in time is a failure, even if the acknowledgement comes later', async () => {
  const workspace = await openWorkspace({ ackWithinMs: 20 })
  const socket = await openSocket(workspace)
  const { ada, channel, ts } = await postCard(workspace)

  const click = await workspace.click({ user: ada, channel, ts })

  expect(await click.acked).toMatchObject({ kind: 'failed', reason: 'not acknowledged in time' })
  socket.ack(click.envelopeId)
  await workspace.waitFor('the late acknowledgement', () => workspace.envelopes[0]?.ackedAt)
  expect(workspace.failures).toMatchObject([{ envelopeId: click.envelopeId }])
})
