// The Web API client: every call once, never longer than 10 s, a 429 told to the caller and to nobody else.
import { WebClient } from '@slack/web-api'
import type { Log } from '../../shared/log.ts'
import { slackLog } from './slack-log.ts'

/** How long a call may take, in milliseconds. */
export const callTimeout = 10_000

/** Slack always says how long to wait, but a proxy on the way may not: then this long, in seconds. */
const usualRetryAfter = '10'

export interface SlackConnection {
  readonly botToken: string
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl: string
}

/** No retries: those of posts would post twice, and those of all others are ours, at their limits. */
export function createWebClient({ botToken, apiUrl }: SlackConnection, log: Log): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    timeout: callTimeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: slackLog(log, 'web-api'),
    fetch: fetchWithRetryAfter,
  })
}

async function fetchWithRetryAfter(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request)
  const retryAfter = response.headers.get('retry-after') ?? ''
  if (response.status !== 429 || /^\d+$/.test(retryAfter.trim())) return response
  await response.body?.cancel()
  return new Response('', { status: 429, headers: { 'retry-after': usualRetryAfter } })
}
