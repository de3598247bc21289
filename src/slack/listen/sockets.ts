// Socket Mode: several connections as one receiver. Each reconnects by itself, whatever happens.
import { type App, type Receiver, SocketModeReceiver } from '@slack/bolt'
import type { Logger } from '@slack/logger'
import { backoff } from '../../shared/backoff.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import type { OutboundProxy } from '../../shared/outbound-proxy.ts'
import { createConnectionCount } from './count-connections.ts'
import { openProxiedSockets } from './proxied-sockets.ts'

export interface SocketsParts {
  readonly appToken: string
  readonly apiUrl: string
  /** How many connections: Slack rotates each every few hours, and another takes over meanwhile. */
  readonly sockets: number
  /** Null if Slack is reached directly. */
  readonly proxy: OutboundProxy | null
  /** How many processes open as many. */
  readonly replicas: number
  readonly clock: Clock
  readonly log: Log
  readonly libraryLog: Logger
  /** Whether Slack says that this token will never open a connection. */
  isWrongToken(error: unknown): boolean
  /** How long Slack demands to pause, in milliseconds; 0 if it did not say. */
  retryAfter(error: unknown): number
  /** Slack said how many connections the app has. */
  heard(connections: number): void
  /** How the Web API is called. */
  readonly fetch: typeof fetch
  /** One more connection is open. */
  connected(): void
  disconnected(): void
}

/** How long one connection may take from `apps.connections.open` to `hello`, in milliseconds. */
const connectTimeout = 30_000

/** After this long a connection counts as a success, in milliseconds. */
const steadyAfter = 10_000

const pauses = { first: 1000, most: 30_000 }

/**
 * `start` resolves when the first connection is open, and rejects only if Slack says that the token is wrong. After that,
 * only `stop` ends the receiver. Bolt's own reconnecting is off, because after some errors it gives up for good with an
 * unhandled rejection.
 */
export function createSockets(parts: SocketsParts): Receiver {
  const count = createConnectionCount(parts)
  const receivers = Array.from({ length: parts.sockets }, () => createReceiver(parts))
  for (const { client } of receivers) client.on('ws_message', (message) => count(String(message)))
  const stopping = new AbortController()
  return {
    init: (app: App) => {
      for (const receiver of receivers) receiver.init(app)
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        receivers.forEach((receiver, index) => {
          void keepConnected(parts, receiver, {
            index,
            signal: stopping.signal,
            connected: resolve,
            tokenIsWrong: reject,
          })
        })
      }),
    stop: async () => {
      stopping.abort()
      for (const receiver of receivers) void receiver.client.disconnect()
    },
  }
}

function createReceiver({ appToken, apiUrl, proxy, libraryLog, fetch }: SocketsParts): SocketModeReceiver {
  const proxied = proxy === null ? null : openProxiedSockets(proxy)
  const receiver = new SocketModeReceiver({
    appToken,
    ...(proxied === null ? {} : { dispatcher: proxied.dispatcher }),
    logger: libraryLog,
    autoReconnectEnabled: false,
    customPropertiesExtractor: ({ envelope_id }) => ({ envelopeId: envelope_id }),
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        fetch,
        timeout: 10_000,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  })
  // When the client gives a connection up, nothing may be delivered to it any more.
  receiver.client.on('close', () => proxied?.destroy())
  return receiver
}

interface Connecting {
  readonly index: number
  readonly signal: AbortSignal
  connected(): void
  tokenIsWrong(error: unknown): void
}

async function keepConnected(
  parts: SocketsParts,
  receiver: SocketModeReceiver,
  connecting: Connecting,
): Promise<void> {
  const { clock, log } = parts
  const { index, signal } = connecting
  for (let failures = 0; !signal.aborted; ) {
    try {
      await connectInTime(parts, receiver)
      const connectedAt = clock.now().getTime()
      const closed = new Promise<void>((resolve) => receiver.client.once('disconnected', () => resolve()))
      log.info({ flow: 'listen', socket: index }, 'connected to Slack')
      connecting.connected()
      parts.connected()
      await closed
      parts.disconnected()
      if (!signal.aborted)
        log.info({ flow: 'listen', socket: index }, 'Slack closed a connection: reconnecting')
      const wasSteady = clock.now().getTime() - connectedAt >= steadyAfter
      failures = wasSteady ? 0 : failures + 1
      // The first reconnection has no pause: it may be the only connection.
      if (failures > 1) await clock.sleep(backoff(failures, pauses), signal)
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      log.warn(
        { flow: 'listen', socket: index, failures, ...errorFacts(error) },
        'no connection to Slack yet',
      )
      if (parts.isWrongToken(error)) connecting.tokenIsWrong(error)
      await clock.sleep(Math.max(backoff(failures, pauses), parts.retryAfter(error)), signal)
    }
  }
  await receiver.client.disconnect()
}

/** Rejects if Slack refuses, closes the connection at once, or does not answer in time. */
async function connectInTime({ clock }: SocketsParts, receiver: SocketModeReceiver): Promise<void> {
  const started = new AbortController()
  const late = clock.sleep(connectTimeout, started.signal).then(async () => {
    if (started.signal.aborted) return
    void receiver.client.disconnect()
    throw new Error('Slack opened no connection in time')
  })
  try {
    await Promise.race([receiver.start(), late])
  } catch (error) {
    throw error ?? new Error('Slack closed the connection before it was ready')
  } finally {
    started.abort()
  }
}
