// What a failed call tells: a refusal in Slack's words, a wait, or nothing.
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'

/** Slack's own words for failures of its own, after which some of the work may be done. */
const notARefusal = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'])

/** A platform error whose "word" is none is a page that some proxy sent. */
const slackWord = /^[\w:.-]{1,80}$/

/** Reads whatever a `WebClient` throws. */
export function slackRefusal(error: unknown): SlackRefusal {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rate-limited', retryAfter: error.retryAfter * 1000 }
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'no-answer' }
  const word = error.data.error
  if (typeof word !== 'string' || !slackWord.test(word) || notARefusal.has(word)) return { kind: 'no-answer' }
  if (word === 'ratelimited' || word === 'rate_limited') return { kind: 'rate-limited', retryAfter: 10_000 }
  return { kind: 'refused', error: word }
}

/** Slack's words for a token that no longer opens anything: no call will go through until an operator mends it. */
export const tokenProblems: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'no_permission',
  'org_login_required',
])

/** Makes one call and says what became of it. */
export async function answerOf(call: () => Promise<unknown>): Promise<SlackAnswer> {
  try {
    await call()
    return { kind: 'done' }
  } catch (error) {
    return slackRefusal(error)
  }
}

/** How long Slack wants to be left alone, in milliseconds; 0 where it did not say. */
export function retryAfterOf(error: unknown): number {
  const refusal = slackRefusal(error)
  return refusal.kind === 'rate-limited' ? refusal.retryAfter : 0
}
