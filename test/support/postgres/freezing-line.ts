// A connection to a server that can freeze, as if the host were gone: nothing arrives any more, not even an end.
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { listenForTest } from '../listen.ts'

export interface FreezingLine {
  readonly port: number
  freeze(): void
  thaw(): void
}

/** Closed after the test. */
export async function openLineTo(port: number): Promise<FreezingLine> {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    if (isFrozen) socket.pause()
    return socket
  }
  const server = createServer((near) => {
    const far = keep(connect(port, '127.0.0.1'))
    const close = () => {
      near.destroy()
      far.destroy()
    }
    keep(near)
      .on('data', (bytes) => far.write(bytes))
      .on('close', close)
    far.on('data', (bytes) => near.write(bytes)).on('close', close)
    if (isFrozen) near.pause()
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  return {
    port: await listenForTest(server),
    freeze: () => {
      isFrozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw: () => {
      isFrozen = false
      for (const socket of sockets) socket.resume()
    },
  }
}
