// A connection through a proxy can be closed by force.
import { createServer, type Socket } from 'node:net'
import { request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { openProxiedSockets } from '../../../src/slack/listen/proxied-sockets.ts'
import { openConnectProxy } from '../../support/connect-proxy.ts'

test('if the other side has stalled, the socket behind the proxy is closed all the same', async () => {
  const proxy = await openConnectProxy()
  const arrived = Promise.withResolvers<Socket>()
  const stalled = createServer((socket) => socket.once('data', () => arrived.resolve(socket)))
  await new Promise<void>((resolve) => stalled.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void stalled.close())
  const address = stalled.address()
  const port = typeof address === 'object' ? address?.port : undefined

  const { dispatcher, destroy } = openProxiedSockets({ httpsProxy: '', httpProxy: proxy.url, noProxy: '' })
  const failed = expect(request(`http://127.0.0.1:${port}/`, { dispatcher })).rejects.toThrow()
  const socket = await arrived.promise
  const closed = new Promise((resolve) => socket.once('close', resolve))
  destroy()
  await Promise.all([failed, closed])
  expect(proxy.askedFor).toEqual([`127.0.0.1:${port}`])
})
