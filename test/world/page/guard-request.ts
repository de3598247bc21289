// Who may talk to the page: this machine's browser, and of its pages only ours.
import type { IncomingMessage } from 'node:http'

/** Why a request is refused; nothing where it is ours. A foreign host name that leads here (DNS rebinding) is not ours. */
export function whyRefused({ method, headers }: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (!hosts.includes(headers.host ?? '')) return 'This page answers on 127.0.0.1 and localhost only.'
  if (method === 'GET') return undefined
  if (method !== 'POST') return 'Only GET and POST are known here.'
  if (headers.origin !== `http://${headers.host}`) return 'Only the page itself may post here.'
  if (headers['content-type'] !== 'application/json') return 'Only JSON is taken here.'
  return undefined
}

/** No script but the page's own file, nothing from elsewhere. The library writes a few styles into its elements. */
export const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const
