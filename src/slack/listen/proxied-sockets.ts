// Socket Mode through a proxy: undici's own agent, whose sockets are noted so that a stalled one can be closed by force.
import type { Socket } from 'node:net'
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici'
import type { OutboundProxy } from '../../shared/outbound-proxy.ts'

export interface ProxiedSockets {
  readonly dispatcher: Dispatcher
  /** Closes every socket, whether or not the other side answers. */
  destroy(): void
}

/** The client closes its own sockets by force, but can't see those of another dispatcher. */
export function openProxiedSockets(proxy: OutboundProxy): ProxiedSockets {
  const sockets = new Set<Socket>()
  const direct = buildConnector({ allowH2: false })
  const dispatcher = new EnvHttpProxyAgent({
    ...proxy,
    // A WebSocket needs a tunnel, also where it is not encrypted.
    proxyTunnel: true,
    factory: (origin, options) => {
      const connect = 'connect' in options && typeof options.connect === 'function' ? options.connect : direct
      const noted: buildConnector.connector = (to, done) => {
        const note: buildConnector.Callback = (error, socket) => {
          if (error !== null) return done(error, null)
          sockets.add(socket)
          socket.once('close', () => sockets.delete(socket))
          return done(null, socket)
        }
        connect(to, note)
      }
      return new Pool(origin, { ...options, connect: noted })
    },
  })
  return {
    dispatcher,
    destroy: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}
