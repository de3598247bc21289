// The Socket Mode connections of the app: single-use tickets, hello, pings, and every way to lose a connection.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { makeSecret } from '../ids.ts'
import type { Records } from '../records.ts'

/** Why Slack asks an app to reconnect. */
export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets'

/** Called for what happens on the connections; a socket is identified by its name. */
export interface SocketWatcher {
  readonly onMessage: (text: string) => void
  readonly onConnected: () => void
  readonly onGone: (name: string) => void
}

const mostSockets = 10
const pingEveryMs = 10_000

/** The connections; `send` picks the next one in turn and returns its name, or undefined if there is none. */
export function makeSockets(records: Records, watcher: () => SocketWatcher) {
  const server = new WebSocketServer({ noServer: true })
  const live = new Map<string, WebSocket>()
  const tickets = new Set<string>()
  let isRefusing = false
  let turn = 0
  let made = 0

  return {
    issueTicket: () => {
      const ticket = makeSecret(36)
      tickets.add(ticket)
      const address = records.address.replace(/^http/, 'ws')
      return `${address}/link/?ticket=${ticket}&app_id=${records.app.id}`
    },
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // A refused client may hang up before the answer is written.
      socket.on('error', () => socket.destroy())
      const ticket = new URL(request.url ?? '/', records.address).searchParams.get('ticket') ?? ''
      if (isRefusing) return socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
      if (!tickets.delete(ticket)) return socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
      server.handleUpgrade(request, socket, head, welcome)
    },
    count: () => open().length,
    send: (text: string, to?: string) => {
      const names = open()
      const name = to ?? names[turn++ % Math.max(1, names.length)]
      const socket = name === undefined ? undefined : live.get(name)
      if (name === undefined || socket === undefined) return undefined
      socket.send(text)
      return name
    },
    /** Cuts all connections without notice. */
    drop: () => {
      for (const socket of live.values()) socket.terminate()
    },
    /** Asks for a new connection, then closes; after a warning, the app closes. */
    disconnect: (reason: DisconnectReason) => {
      for (const socket of live.values()) sayGoodbye(socket, reason)
    },
    /** While refusing, no new connection is accepted; old ones stay. */
    refuse: (refusing: boolean) => {
      isRefusing = refusing
    },
  }

  function open(): string[] {
    return [...live].flatMap(([name, { readyState }]) => (readyState === WebSocket.OPEN ? [name] : []))
  }

  function whyNot(): DisconnectReason | undefined {
    if (!records.settings.hasSocketMode) return 'link_disabled'
    return live.size >= mostSockets ? 'too_many_websockets' : undefined
  }

  function welcome(socket: WebSocket): void {
    socket.on('error', () => socket.terminate())
    const refusal = whyNot()
    if (refusal !== undefined) {
      sayGoodbye(socket, refusal)
      return
    }
    const name = `socket-${++made}`
    live.set(name, socket)
    const pings = setInterval(() => socket.ping(`Ping from ${name}`), pingEveryMs)
    socket.on('message', (message) => watcher().onMessage(String(message)))
    socket.on('close', () => {
      clearInterval(pings)
      live.delete(name)
      watcher().onGone(name)
      records.changed('socket')
    })
    const debug_info = { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18_060 }
    const connection_info = { app_id: records.app.id }
    socket.send(JSON.stringify({ type: 'hello', num_connections: live.size, debug_info, connection_info }))
    watcher().onConnected()
    records.changed('socket')
  }
}

function sayGoodbye(socket: WebSocket, reason: DisconnectReason): void {
  socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-sandbox' } }))
  if (reason !== 'warning') socket.close(1000)
}
