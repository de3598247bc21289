// Questions to Slack at the start: out of reach is waited out, as long as the answer can still change something.
import { WebAPIHTTPError } from '@slack/web-api'
import type { StartMistake } from '../../domain/start-mistake.ts'
import { backoff } from '../../shared/backoff.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { slackRefusal } from './slack-answer.ts'

export type Reply<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  /** `error` is Slack's own word. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Given up: the bot stops, or will not start anyway. */
  | { readonly kind: 'unanswered' }

export interface AskingParts {
  readonly clock: Clock
  readonly log: Log
  /** Once it is given, nothing is asked again that got no answer. */
  readonly enough: AbortSignal
}

/**
 * `method` is for the log. What `call` throws that is no refusal counts as no answer; so does a refusal for which
 * `isConclusive` says no.
 */
export type Ask = <T>(
  method: string,
  call: () => Promise<T>,
  isConclusive?: (error: string) => boolean,
) => Promise<Reply<T>>

/** What every check at the start works with. */
export interface Asking {
  readonly ask: Ask
  report(mistake: StartMistake): void
  /** Reports those of these scopes that are not granted; all where Slack refused a call for the want of them. */
  needs(scopes: readonly string[], because?: 'refused'): void
  /** Slack refused in a way from which nothing can be concluded. */
  inconclusive(method: string, error: string): void
}

export function createAsk({ clock, log, enough }: AskingParts): Ask {
  return async (method, call, isConclusive = () => true) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return { kind: 'answered', answer: await call() }
      } catch (error) {
        const refusal = slackRefusal(error)
        const word = refusal.kind === 'refused' ? refusal.error : clientErrorOf(error)
        if (word !== null && isConclusive(word)) return { kind: 'refused', error: word }
        if (enough.aborted) return { kind: 'unanswered' }
        log.warn(
          { flow: 'start', method, tries, slackError: word ?? refusal.kind, ...errorFacts(error) },
          'Slack is out of reach, which is waited out',
        )
        const pause = refusal.kind === 'rate-limited' ? refusal.retryAfter : 0
        await clock.sleep(Math.max(pause, backoff(tries, { first: 1000, most: 30_000 })), enough)
        if (enough.aborted) return { kind: 'unanswered' }
      }
    }
  }
}

/** Slack answers so to nothing: it is what stands in for it that lacks the method. */
function clientErrorOf(error: unknown): string | null {
  const isClientError = error instanceof WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500
  return isClientError ? `http_${error.statusCode}` : null
}
