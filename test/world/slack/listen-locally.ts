// The one HTTP server of the workspace, on this machine only. It can go down and come back on its port.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Server {
  readonly port: number
  /** Stops listening and cuts all connections. */
  readonly goDown: () => Promise<void>
  /** Listens again, on the same port. */
  readonly comeUp: () => Promise<void>
}

/** How long an idle connection is kept, in milliseconds: far longer than any client leaves one idle. */
const keepAliveTimeout = 60_000

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function listenLocally(options: {
  readonly port: number
  readonly onRequest: RequestListener
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}): Promise<Server> {
  const server = createServer({ keepAliveTimeout }, options.onRequest).on('upgrade', options.onUpgrade)
  const listen = (wanted: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject)
        resolve(readPort(server.address()))
      })
    })
  const port = await listen(options.port)
  return {
    port,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    comeUp: async () => {
      if (!server.listening) await listen(port)
    },
  }
}

function readPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.')
  return address.port
}
