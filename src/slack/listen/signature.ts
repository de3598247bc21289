// Slack's signature on a request over HTTP: https://docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** How far the time of a request may be from ours, either way, in seconds. A replay is the same click, by its key. */
const mostApart = 5 * 60

/** What a request says of itself. */
export interface Signature {
  /** As Slack signed it. */
  readonly timestamp: string
  readonly digest: Buffer
}

export type ClaimedSignature =
  | { readonly kind: 'claimed'; readonly signature: Signature }
  | { readonly kind: 'unsigned' }
  /** Perhaps a replay, perhaps one of the two clocks is wrong. */
  | { readonly kind: 'out-of-time' }

/** What the headers tell without the body. */
export function claimedSignature(headers: IncomingHttpHeaders, now: Date): ClaimedSignature {
  const [timestamp, given] = [headers['x-slack-request-timestamp'], headers['x-slack-signature']]
  if (typeof timestamp !== 'string' || typeof given !== 'string') return { kind: 'unsigned' }
  const [, digest] = /^v0=([\da-f]{64})$/i.exec(given) ?? []
  if (digest === undefined || !/^\d{1,12}$/.test(timestamp)) return { kind: 'unsigned' }
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > mostApart) return { kind: 'out-of-time' }
  return { kind: 'claimed', signature: { timestamp, digest: Buffer.from(digest, 'hex') } }
}

/** Whether one of the secrets signed this body. It takes as long whether or not, and whichever it was. */
export function isSignedBy(
  secrets: readonly string[],
  { timestamp, digest }: Signature,
  body: Uint8Array,
): boolean {
  const matches = secrets.map((secret) => {
    const ours = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest()
    return timingSafeEqual(ours, digest)
  })
  return matches.includes(true)
}
