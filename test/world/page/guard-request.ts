// Who may talk to the server: a browser on this machine, and in it only our page.
import type { IncomingMessage } from 'node:http'

/** Why a request is refused; undefined if it is ours. With a foreign host name (DNS rebinding), it is not. */
export function whyRefused({ method, headers }: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? '')) return 'This page answers on 127.0.0.1 and localhost only.'
  if (method === 'GET') return undefined
  if (method !== 'POST') return 'Only GET and POST are allowed here.'
  if (headers.origin !== `http://${headers.host}`) return 'Only the page itself may post here.'
  if (headers['content-type'] !== 'application/json') return 'Only JSON is accepted here.'
  return undefined
}

/** Only the page's own scripts, and nothing from elsewhere. Inline styles are allowed because the library writes some. */
export const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const
