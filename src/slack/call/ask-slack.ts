// Questions to Slack at the start: asked until it answers, as long as the answer can still change something.
import { WebAPIHTTPError } from '@slack/web-api'
import type { StartProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { again, done, type Retrying, retry } from '../../shared/retry.ts'
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
  report(problem: StartProblem): void
  /** Reports those of these scopes that are not granted; all where Slack refused a call for the want of them. */
  needs(scopes: readonly string[], because?: 'refused'): void
  /** Slack refused in a way from which nothing can be concluded. */
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

  /** What is asked only once there is enough is asked all the same, once: all that is wrong is to be told. */
  function pacing(): Retrying {
    const pauses = { clock, pause: { first: 1000, most: 30_000 } }
    return enough.aborted ? { ...pauses, tries: 1 } : { ...pauses, signal: enough }
  }
}

/** Slack answers so to nothing: it is what stands in for it that lacks the method. */
function clientErrorOf(error: unknown): string | null {
  const isClientError = error instanceof WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500
  return isClientError ? `http_${error.statusCode}` : null
}
