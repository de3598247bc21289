// Draws a daily digest: a paragraph for each pool.
import { type CardView, poolIn, type Shown } from '../../domain/card-view.ts'
import { dailyTitle, poolDaySentence } from '../../wording/daily-digest.ts'
import { joined } from '../../wording/sentence.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { fallbackText } from './render-sentence.ts'

/** Slack accepts 50 blocks in a message. */
const mostPools = 40

export function drawDaily({ days, isPlain }: Extract<Shown, { kind: 'daily' }>, view: CardView): Drawn {
  const sentences = days
    .slice(0, mostPools)
    .map((day) => poolDaySentence(day, poolIn(view, day.poolId)?.name ?? day.poolId, isPlain))
  return {
    text: fallbackText([`${dailyTitle}: `, ...joined(sentences, ' ')]),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: dailyTitle, emoji: false } },
      ...sentences.map(sentenceBlock),
    ],
  }
}
