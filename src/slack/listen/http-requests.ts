// HTTP mode: Slack's requests on a server of our own, behind a proxy that does TLS.
import { createServer, type ServerResponse } from 'node:http'
import { HTTPReceiver, type Receiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { type Clock, within } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { createRefusedCount } from './count-refused.ts'
import { createGate, slackPath } from './http-gate.ts'

export interface HttpParts {
  readonly host: string
  readonly port: number
  /** Either may sign. */
  readonly signingSecrets: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly libraryLog: Logger
  /** Once it aborts, requests are refused with 503, so that a load balancer goes elsewhere. */
  readonly signal: AbortSignal
  /** It listens from now on. */
  connected(): void
  disconnected(): void
}

/** In milliseconds. An idle connection is kept longer than load balancers keep theirs, so that they close it, and not we. */
const times = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 1000,
}

const mostConnections = 1000

/** How long stopping waits for answers under way, in milliseconds: as long as Slack waits for them. */
const lastAnswers = 3000

/** `start` rejects with the system's error if it can't listen. */
export function createHttpRequests(parts: HttpParts): Receiver {
  const { host, port, clock, log } = parts
  const bolt = createBoltReceiver(parts)
  const enter = createGate({ ...parts, refused: createRefusedCount(parts), pass: bolt.requestListener })
  const underWay = new Set<ServerResponse>()
  const failed = (error: unknown) =>
    log.error({ flow: 'listen', ...errorFacts(error) }, 'listening for Slack failed')
  const server = createServer(times, (request, response) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    enter(request, response).catch((error) => {
      failed(error)
      refuse(response)
    })
  })
  server.maxConnections = mostConnections
  return {
    init: (app) => bolt.init(app),
    start: () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host, port }, () => {
          server.off('error', reject).on('error', failed)
          log.info({ flow: 'listen', host, port }, 'listening for Slack')
          parts.connected()
          resolve()
        })
      }),
    stop: async () => {
      if (server.listening) parts.disconnected()
      server.close()
      for (const response of underWay) response.shouldKeepAlive = false
      const answered = [...underWay].map(
        (response) => new Promise((resolve) => response.once('close', resolve)),
      )
      await within(clock, lastAnswers, Promise.all(answered))
      server.closeAllConnections()
    },
  }
}

/** Signatures are checked before: Bolt knows one secret only. A request that nobody acknowledges in time gets a 503. */
function createBoltReceiver({ log, libraryLog }: HttpParts): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    endpoints: slackPath,
    logger: libraryLog,
    unhandledRequestHandler: ({ response }) => refuse(response),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ flow: 'listen', ...errorFacts(error) }, 'a request from Slack was not accepted')
      refuse(response)
      return false
    },
  })
}

function refuse(response: Pick<ServerResponse, 'headersSent' | 'writeHead' | 'end'>): void {
  if (response.headersSent) return
  response.writeHead(503)
  response.end()
}
