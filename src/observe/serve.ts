// The server for those who watch the bot: supervisors, balancers and Prometheus. It takes GET and HEAD, and no secrets are in
// what it says.
import { createServer, type ServerResponse } from 'node:http'
import { errorFacts, type Log } from '../shared/log.ts'

export interface Page {
  readonly status: number
  readonly type: string
  readonly text: string
}

export interface ServingParts {
  readonly host: string
  readonly port: number
  /** By path. */
  readonly pages: ReadonlyMap<string, () => Promise<Page>>
  readonly log: Log
}

export interface Serving {
  /** Null once it listens; otherwise the system's own code for why it can't. */
  start(): Promise<string | null>
  stop(): Promise<void>
}

/** In milliseconds. */
const times = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
}

/** How long a connection may be silent, in milliseconds: longer than any page takes. */
const silence = 10_000

const mostConnections = 100

export function createServing({ host, port, pages, log }: ServingParts): Serving {
  const failed = (error: unknown) =>
    log.error({ flow: 'observe', ...errorFacts(error) }, 'answering health checks failed')
  const server = createServer({ ...times, maxHeaderSize: 8192 }, (request, response) => {
    const [path = ''] = (request.url ?? '').split('?')
    const make = pages.get(path)
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (make === undefined) return answer(response, plain(404, 'Not found.\n'))
    if (!isRead) return answer(response.setHeader('allow', 'GET, HEAD'), plain(405, 'Not allowed.\n'))
    make().then(
      (page) => answer(response, page),
      (error) => {
        failed(error)
        answer(response, plain(500, 'This could not be read.\n'))
      },
    )
  })
  server.maxConnections = mostConnections
  server.timeout = silence
  return {
    start: () =>
      new Promise((resolve) => {
        const refused = (error: Error) => resolve('code' in error ? String(error.code) : error.name)
        server.once('error', refused)
        server.listen({ host, port }, () => {
          server.off('error', refused).on('error', failed)
          const address = server.address()
          const taken = typeof address === 'object' ? address?.port : port
          log.info({ flow: 'observe', host, port: taken }, 'answering health checks')
          resolve(null)
        })
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export function plain(status: number, text: string): Page {
  return { status, type: 'text/plain; charset=utf-8', text }
}

/** A body that somebody sends with the request is not read. */
function answer(response: ServerResponse, { status, type, text }: Page): void {
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  }
  const isOver = status >= 400 && status < 500 ? { connection: 'close' } : {}
  response.writeHead(status, { ...headers, ...isOver }).end(text)
}
