// What only the person who clicked sees.
import type { Told } from '../../sign-up/workspace.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { fallbackText } from './pieces.ts'
import { privateAnswer } from './wording.ts'

/** Draws a private answer. */
export function drawPrivateAnswer({ click, end, signUp, poolName }: Told): Drawn {
  const sentence = privateAnswer(end, click.by.userId, signUp, poolName)
  return { text: fallbackText(sentence), blocks: [sentenceBlock(sentence)] }
}
