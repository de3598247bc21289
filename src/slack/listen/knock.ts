// Whether this machine's own HTTP server answers.
import { Agent, get } from 'node:http'

/** Asks our own HTTP server what Slack asks it from time to time. Null if nothing listens. */
export function knock(host: string, port: number): Promise<number | null> {
  const at =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return new Promise((resolve) => {
    // An agent of its own: `fetch` would ask the proxy, which knows nothing of this machine.
    const ask = { agent: new Agent(), signal: AbortSignal.timeout(3000) }
    get(`http://${at}:${port}/slack/events?ssl_check=1`, ask, (response) => {
      response.destroy()
      resolve(response.statusCode ?? null)
    }).on('error', () => resolve(null))
  })
}
