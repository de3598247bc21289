// How much text a message holds.
import type { Block, KnownBlock } from '@slack/types'

/** Slack takes about 13,200 characters of text in all blocks of a message, which it says nowhere. */
export const mostLetters = 12_000

/** Of all texts in these blocks, those of buttons and dialogs among them. */
export function lettersIn(blocks: readonly (KnownBlock | Block)[]): number {
  let letters = 0
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') letters += value.length
    return value
  })
  return letters
}
