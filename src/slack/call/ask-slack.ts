// Questions to Slack at the start: repeated until it answers, as long as the answer still matters.
import { WebAPIHTTPError } from '@slack/web-api'
import type { StartProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { again, done, type Retrying, retry } from '../../shared/retry.ts'
import { slackRefusal } from './slack-answer.ts'

export type Reply<T> =
  | { readonly kind: 'answered'; readonly answer: T }
  /** `error` is Slack's own code. */
  | { readonly kind: 'refused'; readonly error: string }
  /** Given up, because the bot stops or will not start anyway. */
  | { readonly kind: 'unanswered' }

export interface AskingParts {
  readonly clock: Clock
  readonly log: Log
  /** After it aborts, no question without an answer is repeated. */
  readonly enough: AbortSignal
}

/**
 * `method` is for the log. An error other than a refusal counts as no answer, and so does a refusal for which `isConclusive`
 * returns false.
 */
export type Ask = <T>(
  method: string,
  call: () => Promise<T>,
  isConclusive?: (error: string) => boolean,
) => Promise<Reply<T>>

/** What every check at the start uses. */
export interface Asking {
  readonly ask: Ask
  report(problem: StartProblem): void
  /** Reports which of these scopes are not granted; all of them if Slack refused a call for lack of them. */
  needs(scopes: readonly string[], because?: 'refused'): void
  /** Slack refused in a way that proves nothing. */
  inconclusive(method: string, error: string): void
}

export function createAsk({ clock, log, enough }: AskingParts): Ask {
  return async <T>(
    method: string,
    call: () => Promise<T>,
    isConclusive: (error: string) => boolean = () => true,
  ): Promise<Reply<T>> => {
    const reply = await retry<Reply<T>>(pacing(), async (tries) => {
      try {
        return done({ kind: 'answered', answer: await call() })
      } catch (error) {
        const refusal = slackRefusal(error)
        const word = refusal.kind === 'refused' ? refusal.error : clientErrorOf(error)
        if (word !== null && isConclusive(word)) return done({ kind: 'refused', error: word })
        if (enough.aborted) return done({ kind: 'unanswered' })
        log.warn(
          { flow: 'start', method, tries, slackError: word ?? refusal.kind, ...errorFacts(error) },
          'Slack is out of reach: retrying',
        )
        return again(refusal.kind === 'rate-limited' ? refusal.retryAfter : 0)
      }
    })
    return reply ?? { kind: 'unanswered' }
  }

  /** After `enough`, a question is still asked once, so that every problem is reported. */
  function pacing(): Retrying {
    const pauses = { clock, pause: { first: 1000, most: 30_000 } }
    return enough.aborted ? { ...pauses, tries: 1 } : { ...pauses, signal: enough }
  }
}

/** Slack itself never answers this: a stand-in for it lacks the method. */
function clientErrorOf(error: unknown): string | null {
  const isClientError = error instanceof WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500
  return isClientError ? `http_${error.statusCode}` : null
}
