// A small HTTP server on 127.0.0.1 that can go down and come back on its port, and that stops at once.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface LoopbackServer {
  readonly endpoint: string
  /** Breaks every connection and refuses new ones. */
  goDown(): Promise<void>
  /** Listens again, on the port it had. */
  comeUp(): Promise<void>
}

/** How long an idle connection is kept, in milliseconds: far longer than any client leaves one idle. */
const keepAliveTimeout = 60_000

/** Listens on 127.0.0.1; port 0 means a free one. Rejects if the port is taken. */
export async function startLoopbackServer(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<LoopbackServer> {
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    // Only a bug in the local Cognito, or a client that hangs up in the middle of a request, leads here.
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(`The local Cognito failed: ${error}`)
    })
  })

  const listen = (on: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(on, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })

  await listen(port)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    comeUp: async () => {
      if (!server.listening) await listen(address.port)
    },
  }
}

/** The whole body of a request as text; rejects if the client hangs up first. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
