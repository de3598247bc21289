// The private word: what whoever clicked is told besides the card or the bulk decision's message, since an edited message
// notifies nobody.
import type { BulkDecision } from './bulk-decision.ts'
import type { Place } from './card-view.ts'
import type { ClickEnd, Teller } from './click.ts'
import { noticedWithin } from './deadlines.ts'

/** What a private word is made of, besides the click's end. */
export interface PrivateWord {
  /** Where the message is that tells everybody; null if there is none any more. */
  readonly place: Place | null
  /** What it says of a bulk decision; null for any other click. */
  readonly bulk: BulkDecision | null
}

interface ToldEnd {
  readonly end: ClickEnd
  readonly teller: Teller
}

/** Whether a click's end, so many milliseconds after the click, needs a private word. What is told privately needs none. */
export function needsWord({ end, teller }: ToldEnd, ms: number): boolean {
  return teller === 'card' && (isSetback(end) || ms > noticedWithin)
}

/** Whoever clicked has to know: it went wrong, or their approval was not the last one needed after all. */
function isSetback(end: ClickEnd): boolean {
  return end.kind === 'failed' || (end.kind === 'counted' && end.dropped.length > 0)
}

/**
 * Whether a bulk decision needs one, so many milliseconds after it was asked for: one for all that its message tells, or is
 * told by nothing else (`isOnlyWord`).
 */
export function bulkNeedsWord(ends: readonly ToldEnd[], ms: number, isOnlyWord: boolean): boolean {
  const shown = ends.filter(({ teller }) => teller === 'bulk')
  return shown.length > 0 && (isOnlyWord || ms > noticedWithin || shown.some(({ end }) => isSetback(end)))
}
