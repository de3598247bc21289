// What a channel's history shows of our app's messages, and what can be concluded from it.

/** A message of our app: of this store, or of another. */
export interface OwnMessage {
  /** Empty if its metadata holds none. */
  readonly messageId: string
  readonly ts: string
  /** It has a button, or is a notice that was not closed. */
  readonly isOpen: boolean
}

/** What was read, oldest first. */
export interface History {
  readonly kind: 'seen'
  readonly messages: readonly OwnMessage[]
  /** Whether everything was read. If not, only what lies between `first` and `last`. */
  readonly isWhole: boolean
  /** The first and the last message that anybody posted, as far as it was read. */
  readonly first: string | null
  readonly last: string | null
}

/** Those of these messages that would have been seen if they were still there. */
export function missingFrom<Known extends { readonly ts: string }>(
  { messages, isWhole, first, last }: History,
  known: readonly Known[],
): readonly Known[] {
  const seen = new Set(messages.map(({ ts }) => ts))
  const isCovered = ({ ts }: Known) =>
    isWhole || (first !== null && last !== null && ts >= first && ts <= last)
  return known.filter((one) => isCovered(one) && !seen.has(one.ts))
}
