// Questions to Slack at the start: repeated until it answers, as long as the answer still matters.
import { WebAPIHTTPError } from '@slack/web-api'
import type { StartProblem } from '../../domain/start-problem.ts'
import type { Clock } from '../../shared/clock.ts'
import { errorFacts, type Log } from '../../shared/log.ts'
import { UnreadableAnswer } from '../../shared/read-leniently.ts'
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
  /** How many questions of each method have no answer yet; kept up to date. */
  readonly open: Map<string, number>
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

/** The pause before the log says what the start waits for, and between two such lines, in milliseconds. */
const patience = 10_000

/** Says what is not answered yet, again and again, until `over` aborts. */
export async function sayWhatIsOpen(
  { clock, log }: Pick<AskingParts, 'clock' | 'log'>,
  open: ReadonlyMap<string, number>,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(patience, over)
    const questions = [...open]
      .filter(([, count]) => count > 0)
      .map(([method, count]) => `${count} × ${method}`)
    if (!over.aborted && questions.length > 0)
      log.info({ flow: 'start', questions: questions.join(', ') }, 'the start waits for answers of Slack')
  }
}

/** What every check at the start uses. */
export interface Asking {
  readonly ask: Ask
  report(problem: StartProblem): void
  /** Reports which of these scopes are not granted; all of them if Slack refused a call for lack of them. */
  needs(scopes: readonly string[], because?: 'refused'): void
  /** Slack refused in a way that proves nothing. */
  inconclusive(method: string, error: string): void
}

export function createAsk({ clock, log, enough, open }: AskingParts): Ask {
  const ask: Ask = async <T>(
    method: string,
    call: () => Promise<T>,
    isConclusive: (error: string) => boolean = () => true,
  ): Promise<Reply<T>> => {
    const reply = await retry<Reply<T>>(pacing(), async (tries) => {
      try {
        return done({ kind: 'answered', answer: await call() })
      } catch (error) {
        const refusal = slackRefusal(error)
        const word = refusal.kind === 'refused' ? refusal.error : wordFor(error)
        if (word !== null && isConclusive(word)) return done({ kind: 'refused', error: word })
        if (enough.aborted) return done({ kind: 'unanswered' })
        const facts = { flow: 'start', method, tries, slackError: word ?? refusal.kind, ...errorFacts(error) }
        if (word === unreadable) log.warn(facts, 'Slack’s answer makes no sense: retrying')
        else log.warn(facts, 'Slack is out of reach: retrying')
        return again(refusal.kind === 'rate-limited' ? refusal.retryAfter : 0)
      }
    })
    return reply ?? { kind: 'unanswered' }
  }
  const count = (method: string, change: number) => open.set(method, (open.get(method) ?? 0) + change)

  return async (method, call, isConclusive) => {
    count(method, 1)
    try {
      return await ask(method, call, isConclusive)
    } finally {
      count(method, -1)
    }
  }

  /** After `enough`, a question is still asked once, so that every problem is reported. */
  function pacing(): Retrying {
    const pauses = { clock, pause: { first: 1000, most: 30_000 } }
    return enough.aborted ? { ...pauses, tries: 1 } : { ...pauses, signal: enough }
  }
}

/** Whether a refusal says that there is no such method: Slack itself has all that are asked for, a stand-in may not. */
export function isUnknownMethod(error: string): boolean {
  return error === 'unknown_method' || error === 'http_404' || error === 'http_405'
}

/** The word for an answer that lacks what was asked for. */
const unreadable = 'unreadable_answer'

/** Whether Slack itself said so, and no proxy, and not we of an answer that makes no sense. */
export function isOwnWord(error: string): boolean {
  return error !== unreadable && !error.startsWith('http_')
}

/** Slack itself never answers with a client error: a stand-in for it lacks the method. */
function wordFor(error: unknown): string | null {
  if (error instanceof UnreadableAnswer) return unreadable
  const isClientError = error instanceof WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500
  return isClientError ? `http_${error.statusCode}` : null
}
