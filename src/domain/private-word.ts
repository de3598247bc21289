// The private word: what whoever clicked is told besides the card or the bulk approval's message, since an edited message
// notifies nobody.
import type { BulkApproval } from './bulk-approval.ts'
import type { Place } from './card-view.ts'
import type { ClickEnd, Teller } from './click.ts'
import { noticedWithin } from './deadlines.ts'

/** What a private word is made of, besides the click's end. */
export interface PrivateWord {
  /** Where the message is that tells everybody; null if there is none any more. */
  readonly place: Place | null
  /** What it says of a bulk approval; null for any other click. */
  readonly bulk: BulkApproval | null
}

interface ToldEnd {
  readonly end: ClickEnd
  readonly teller: Teller
}

/** Whether a click's end, so many milliseconds after the click, needs a private word. What is told privately needs none. */
export function needsWord({ end, teller }: ToldEnd, ms: number): boolean {
  return teller === 'card' && (end.kind === 'failed' || ms > noticedWithin)
}

/** Whether a bulk approval needs one, so many milliseconds after it was asked for: one for all that its message tells. */
export function bulkNeedsWord(ends: readonly ToldEnd[], ms: number): boolean {
  const shown = ends.filter(({ teller }) => teller === 'bulk')
  return shown.length > 0 && (ms > noticedWithin || shown.some(({ end }) => end.kind === 'failed'))
}
