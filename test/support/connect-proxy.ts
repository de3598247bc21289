// An HTTP proxy: CONNECT tunnels, and requests for whole URLs. It remembers which hosts it was asked for.
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ConnectProxy {
  readonly url: string
  /** Each as HOST:PORT, in the order of arrival. */
  readonly askedFor: readonly string[]
}

/** Listens on 127.0.0.1 until the test is over. */
export async function openConnectProxy(): Promise<ConnectProxy> {
  const askedFor: string[] = []
  const server = createServer((incoming, outgoing) => {
    const target = new URL(incoming.url ?? '')
    askedFor.push(target.host)
    const passed = request(target, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  const tunnels = new Set<{ destroy(): void }>()
  server.on('connect', ({ url = '' }, socket, head) => {
    askedFor.push(url)
    const { hostname, port } = new URL(`tcp://${url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket)
      socket.pipe(onward)
    })
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      tunnels.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const tunnel of tunnels) tunnel.destroy()
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${portOf(server.address())}`, askedFor }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return address.port
}
