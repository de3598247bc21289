// Counts the text in a message.
import type { Block, KnownBlock } from '@slack/types'

/** Slack accepts about 13,200 characters of text in all blocks of a message, though it documents no such limit. */
export const mostLetters = 12_000

/** Counts all texts in these blocks, including those of buttons and dialogs. */
export function lettersIn(blocks: readonly (KnownBlock | Block)[]): number {
  let letters = 0
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') letters += value.length
    return value
  })
  return letters
}
