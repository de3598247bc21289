// The page's own server, on this machine only.
import { createServer, type Server } from 'node:http'
import { makeAnswerRequest } from './answer-request.ts'
import type { World } from './world.ts'

export interface PageServer {
  readonly url: string
  readonly port: number
  /** Ends every connection at once. */
  readonly stop: () => Promise<void>
}

/** Listens on 127.0.0.1, on this port, or on a free one if it is taken. */
export async function startPage(world: World, wantedPort: number): Promise<PageServer> {
  const answerRequest = makeAnswerRequest(world)
  const server = createServer((request, response) => {
    answerRequest(request, response, portOf(server)).catch((error) => {
      // Either the browser hung up, or there is a bug, which the visitor should see.
      if (!response.headersSent) response.writeHead(500)
      response.end(`The page failed: ${error}`)
    })
  })
  try {
    await listen(server, wantedPort)
  } catch (error) {
    if (!isTaken(error)) throw error
    await listen(server, 0)
  }
  const port = portOf(server)
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Taken, or reserved (below 1024). */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The page listens on no port.')
  return address.port
}
