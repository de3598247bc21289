// The response_url: a click's own address for private answers.
import type { SlackAnswer } from '../../domain/slack-answer.ts'
import type { Drawn } from '../draw/card.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { retryAfterIn } from './retry-after.ts'
import { callTimeout } from './web-client.ts'

/** How long to pause if Slack asks for it without saying how long, in milliseconds: a person waits. */
const unsaidPause = 3000

/** A response_url is a credential, so it must lead to Slack, or to the API that stands in for it. */
export function isSlackUrl(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  if (username !== '' || password !== '') return false
  const api = new URL(apiUrl)
  if (hostname === api.hostname && protocol === api.protocol) return true
  return protocol === 'https:' && port === '' && /(^|\.)slack(-gov)?\.com$/.test(hostname)
}

/** Posts an answer that only one person sees. */
export async function postToResponseUrl(responseUrl: string, drawn: Drawn): Promise<SlackAnswer> {
  try {
    const response = await boundedFetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...drawn }),
      redirect: 'error',
      signal: AbortSignal.timeout(callTimeout),
    })
    const said = await response.text()
    // Slack says "ok". A web page comes from a proxy.
    if (response.ok) return said.trimStart().startsWith('<') ? { kind: 'no-answer' } : { kind: 'done' }
    if (response.status === 429)
      return { kind: 'rate-limited', retryAfter: retryAfterIn(response.headers, unsaidPause) }
    const isRefused = response.status >= 400 && response.status < 500
    return isRefused ? { kind: 'refused', error: `http_${response.status}` } : { kind: 'no-answer' }
  } catch {
    return { kind: 'no-answer' }
  }
}
