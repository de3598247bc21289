// Closing a message: takes its buttons off, for every flow that needs to.
import type { Place } from '../domain/card-view.ts'
import type { SlackAnswer } from '../domain/slack-answer.ts'
import type { Clock } from '../shared/clock.ts'
import { again, done, retry } from '../shared/retry.ts'

/** `next` is called once there is a slot, and returns null if the message need not be closed after all. */
export interface ClosingSlack {
  close<Due extends { readonly place: Place }>(
    next: () => Promise<Due | null>,
  ): Promise<{ readonly sent: Due; readonly answer: SlackAnswer } | null>
}

export interface ClosingParts {
  readonly cards: ClosingSlack
  readonly clock: Clock
}

/** How to retry if Slack gives no answer or is too busy. */
interface Trying {
  readonly tries?: number
  /** The longest pause between two tries, in milliseconds. */
  readonly mostPause: number
  readonly signal?: AbortSignal
}

/** `refused`: Slack never will. `left`: there was nothing to close, or every try failed. */
export async function closeMessage(
  { cards, clock }: ClosingParts,
  next: () => Promise<{ readonly place: Place } | null>,
  { mostPause, ...trying }: Trying,
): Promise<'closed' | 'refused' | 'left'> {
  const pause = { first: 1000, most: mostPause }
  const result = await retry<'closed' | 'refused' | 'left'>({ clock, pause, ...trying }, async () => {
    const closed = await cards.close(next)
    if (closed === null) return done('left')
    if (closed.answer.kind === 'done') return done('closed')
    return closed.answer.kind === 'refused' ? done('refused') : again()
  })
  return result ?? 'left'
}
