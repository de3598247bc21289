// The Web API client: makes every call once, for at most 10 s, and rejects on a 429.
import { WebClient } from '@slack/web-api'
import type { Log } from '../../shared/log.ts'
import { webApiFetch } from './bounded-fetch.ts'
import { slackLog } from './slack-log.ts'

/** How long a call may take, in milliseconds. */
export const callTimeout = 10_000

export interface SlackConnection {
  readonly botToken: string
  /** Base of the Web API, with a slash at its end. */
  readonly apiUrl: string
}

/** No retries by the library: a retried post could appear twice, and everything else is retried by us within its limit. */
export function createWebClient({ botToken, apiUrl }: SlackConnection, log: Log): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    timeout: callTimeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: slackLog(log, 'web-api'),
    fetch: webApiFetch,
  })
}
