// Reads a failed call: refused with Slack's own code, rate-limited, or no answer.
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { SlackAnswer, SlackRefusal } from '../../domain/slack-answer.ts'
import { sensiblePause } from './retry-after.ts'

/** Slack's codes for its own failures, after which some of the work may be done. */
const notARefusal = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout'])

/** The shape of a code. Anything else is a page that a proxy sent. */
const slackWord = /^[\w:.-]{1,80}$/

/** Reads whatever a `WebClient` throws. */
export function slackRefusal(error: unknown): SlackRefusal {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'rate-limited', retryAfter: sensiblePause(error.retryAfter) }
  if (!(error instanceof WebAPIPlatformError)) return { kind: 'no-answer' }
  const word = error.data.error
  if (typeof word !== 'string' || !slackWord.test(word) || notARefusal.has(word)) return { kind: 'no-answer' }
  if (word === 'ratelimited' || word === 'rate_limited') return { kind: 'rate-limited', retryAfter: 10_000 }
  return { kind: 'refused', error: word }
}

/** Slack's codes for a token that opens nothing: no call will go through until an operator fixes it. */
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

/** Makes one call and turns what it throws into an answer. */
export async function answerOf(call: () => Promise<unknown>): Promise<SlackAnswer> {
  try {
    await call()
    return { kind: 'done' }
  } catch (error) {
    return slackRefusal(error)
  }
}

/** How long Slack demands to pause, in milliseconds; 0 if it did not say. */
export function retryAfterOf(error: unknown): number {
  const refusal = slackRefusal(error)
  return refusal.kind === 'rate-limited' ? refusal.retryAfter : 0
}
