import { once } from 'node:events'
import { SocketModeClient } from '@slack/socket-mode'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { call, openSocket, openWorkspace, postCard, silent } from '../support/open-workspace.ts'

test('the real client connects and receives a click, and its acknowledgement arrives', async () => {
  const workspace = await openWorkspace()
  const client = new SocketModeClient({
    appToken: workspace.appToken,
    logger: silent,
    clientOptions: { slackApiUrl: workspace.apiUrl },
  })
  client.on('interactive', ({ ack }) => ack({ thanks: true }))
  onTestFinished(() => client.disconnect())
  await client.start()
  const { ada, channel, ts } = await postCard(workspace)

  const click = await workspace.click({ user: ada, channel, ts })

  expect(workspace.sockets).toBe(1)
  expect(await click.acked).toMatchObject({ kind: 'acked', payload: { thanks: true } })
  expect(workspace.envelopes).toMatchObject([
    { envelopeId: click.envelopeId, type: 'interactive', acks: 1, ackPayload: { thanks: true } },
  ])
})

test('the real client reconnects when asked to, and after its connection was cut', async () => {
  const workspace = await openWorkspace()
  const client = new SocketModeClient({
    appToken: workspace.appToken,
    logger: silent,
    clientPingTimeout: 500,
    clientOptions: { slackApiUrl: workspace.apiUrl },
  })
  onTestFinished(() => client.disconnect())
  await client.start()
  const connectedAgain = () => new Promise((resolve) => client.once('connected', resolve))

  const second = connectedAgain()
  workspace.disconnectSockets('refresh_requested')
  await second
  const third = connectedAgain()
  workspace.dropSockets()
  await third

  expect(workspace.callsOf('apps.connections.open')).toHaveLength(3)
  expect(workspace.sockets).toBe(1)
})

test('Slack says hello first', async () => {
  const workspace = await openWorkspace()
  await openSocket(workspace)

  const second = await openSocket(workspace)

  expect(second.first).toMatchObject({
    type: 'hello',
    num_connections: 2,
    connection_info: { app_id: workspace.appId },
    debug_info: { host: expect.any(String) },
  })
})

test('a ticket opens one connection only', async () => {
  const workspace = await openWorkspace()
  const { url = '' } = await call(workspace, 'apps.connections.open', {}, workspace.appToken)
  expect(url).toContain(`&app_id=${workspace.appId}`)
  const first = new WebSocket(url)
  await once(first, 'open')

  const second = new WebSocket(url)

  await expect(once(second, 'open')).rejects.toThrow('404')
})

test('the eleventh connection is one too many', async () => {
  const workspace = await openWorkspace()
  for (let count = 0; count < 10; count++) await openSocket(workspace)

  const eleventh = await openSocket(workspace)

  expect(eleventh.first).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' })
  await eleventh.closed
  expect(workspace.sockets).toBe(10)
})

test('each envelope goes to one socket, in turn', async () => {
  const workspace = await openWorkspace()
  const [one, two] = [await openSocket(workspace), await openSocket(workspace)]
  const { ada, channel, ts } = await postCard(workspace)

  for (let count = 0; count < 4; count++) await workspace.click({ user: ada, channel, ts })
  await one.next(2)
  await two.next(2)

  expect([one.messages.length, two.messages.length]).toEqual([3, 3])
})

test('dropped sockets close without notice', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)

  workspace.dropSockets()

  expect((await socket.closed)[0]).toBe(1006)
  await workspace.waitFor('no socket', () => workspace.sockets === 0)
  expect(socket.messages).toHaveLength(1)
})

test.each(['refresh_requested', 'link_disabled'] as const)(
  'a disconnect for %s is announced, then Slack closes',
  async (reason) => {
    const workspace = await openWorkspace()
    const socket = await openSocket(workspace)

    workspace.disconnectSockets(reason)

    expect(await socket.next(1)).toMatchObject({ type: 'disconnect', reason })
    expect((await socket.closed)[0]).toBe(1000)
  },
)

test('a warning leaves the connection open', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)

  workspace.disconnectSockets('warning')

  expect(await socket.next(1)).toMatchObject({ type: 'disconnect', reason: 'warning' })
  expect(workspace.sockets).toBe(1)
})

test('while sockets are refused, an address is given out, but it does not open', async () => {
  const workspace = await openWorkspace()
  workspace.refuseSockets(true)
  const { url = '' } = await call(workspace, 'apps.connections.open', {}, workspace.appToken)
  await expect(once(new WebSocket(url), 'open')).rejects.toThrow('503')

  workspace.refuseSockets(false)

  expect((await openSocket(workspace)).first).toMatchObject({ type: 'hello' })
})

test('Slack goes down and comes up again at the same address', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)

  await workspace.goDown()

  await socket.closed
  await expect(call(workspace, 'auth.test')).rejects.toThrow('fetch failed')
  await workspace.comeUp()
  expect(await call(workspace, 'auth.test')).toMatchObject({ ok: true })
})

test('an event that finds no socket is sent as soon as there is one', async () => {
  const workspace = await openWorkspace()
  workspace.sendEvent({ type: 'app_home_opened', user: 'U1' })

  const socket = await openSocket(workspace)

  expect(await socket.next(1)).toMatchObject({
    type: 'events_api',
    retry_attempt: 1,
    retry_reason: 'connection_failed',
    payload: { event: { type: 'app_home_opened', user: 'U1' } },
  })
})

test('an event that is not acknowledged is sent again, with the same event_id', async () => {
  const workspace = await openWorkspace({ ackWithinMs: 30 })
  const socket = await openSocket(workspace)

  workspace.sendEvent({ type: 'app_home_opened' })
  const first = await socket.next(1)
  const second = await socket.next(2)

  expect(second).toMatchObject({ retry_attempt: 1, retry_reason: 'http_timeout' })
  expect(second.payload['event_id']).toBe(first.payload['event_id'])
  expect(second.envelope_id).not.toBe(first.envelope_id)
})

test('junk from the app is ignored', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)
  const { ada, channel, ts } = await postCard(workspace)
  const click = await workspace.click({ user: ada, channel, ts })

  socket.ack('no-such-envelope')
  socket.ack(click.envelopeId)

  expect(await click.acked).toMatchObject({ kind: 'acked' })
})

test('stopping ends everything at once', async () => {
  const workspace = await openWorkspace()
  const socket = await openSocket(workspace)

  await workspace.stop()

  await socket.closed
  await expect(call(workspace, 'auth.test')).rejects.toThrow('fetch failed')
})
