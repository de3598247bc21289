// The gate in front of Bolt: lets through what Slack has signed. Whatever can be refused by its headers is not read, and
// who is refused is told nothing but a status.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../shared/clock.ts'
import type { Refused } from './count-refused.ts'
import { type Body, createBodyReader } from './read-body.ts'
import { claimedSignature, isSignedBy } from './signature.ts'

export interface GateParts {
  /** Either may sign. */
  readonly signingSecrets: readonly string[]
  readonly clock: Clock
  /** Once it aborts, everything is refused. */
  readonly signal: AbortSignal
  refused(because: Refused): void
  /** The request is Slack's. Its body has been read, into `rawBody`. */
  pass(request: IncomingMessage, response: ServerResponse): void
}

export const slackPath = '/slack/events'

/** The longest body, in bytes: far more than Slack sends with any message or form of ours. */
const longestBody = 2 * 1024 * 1024

/** The longest body of a request without a signature. */
const longestCheck = 1000

/** Of all bodies together that nobody has vouched for yet. */
const mostAtOnce = 16 * longestBody

const statusOf: Readonly<Record<Refused, number>> = {
  unsigned: 401,
  'out-of-time': 401,
  'wrongly-signed': 401,
  unreadable: 400,
  'too-long': 413,
  'no-room': 503,
}

export function createGate(parts: GateParts) {
  const readBody = createBodyReader(mostAtOnce)

  const signedBody = async (request: IncomingMessage): Promise<Buffer | Refused | 'gone' | 'ssl-check'> => {
    const claim = claimedSignature(request.headers, parts.clock.now())
    if (claim.kind === 'out-of-time') return claim.kind
    if (claim.kind === 'unsigned') {
      const isCheck = isForm(request) && saysSslCheck(textOf(await readBody(request, longestCheck)))
      return isCheck ? 'ssl-check' : claim.kind
    }
    const body = await readBody(request, longestBody)
    if (body.kind !== 'read') return body.kind
    if (!isSignedBy(parts.signingSecrets, claim.signature, body.bytes)) return 'wrongly-signed'
    if (isForm(request) && saysSslCheck(textOf(body))) return 'ssl-check'
    return isReadable(request, textOf(body)) ? body.bytes : 'unreadable'
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path, query = ''] = (request.url ?? '').split('?')
    if (path !== slackPath) return close(response, 404)
    if (parts.signal.aborted) return close(response, 503)
    if (request.method === 'GET' && saysSslCheck(query)) return close(response, 200)
    if (request.method !== 'POST') return close(response, 405)
    const body = await signedBody(request)
    if (body === 'gone') return
    if (body === 'ssl-check') return close(response, 200)
    if (typeof body === 'string') {
      parts.refused(body)
      return close(response, statusOf[body])
    }
    // Bolt knows a form only by exactly these words.
    if (isForm(request)) request.headers['content-type'] = formType
    parts.pass(Object.assign(request, { rawBody: body }), response)
  }
}

/** Ends the connection too, so that the rest of the request isn't read. */
function close(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end()
}

const formType = 'application/x-www-form-urlencoded'

function isForm({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() === formType
}

/** Slack asks from time to time whether the certificate is good, without a signature. */
function saysSslCheck(fields: string): boolean {
  return new URLSearchParams(fields).get('ssl_check') === '1'
}

function textOf(body: Body): string {
  return body.kind === 'read' ? body.bytes.toString() : ''
}

/** Whether Bolt gets something that it can look into. */
function isReadable(request: IncomingMessage, text: string): boolean {
  const json = isForm(request) ? new URLSearchParams(text).get('payload') : text
  if (json === null) return true
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}
