// Draws a daily digest: a paragraph for each pool.
import type { KnownBlock } from '@slack/types'
import type { DailyView } from '../../domain/card-view.ts'
import type { PoolDay } from '../../domain/daily-digest.ts'
import { dailyTitle, morePools, poolDaySentence } from '../../wording/daily-digest.ts'
import { joined, type Sentence } from '../../wording/sentence.ts'
import { type Drawn, sentenceBlock } from './card.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { fallbackText } from './render-sentence.ts'

/** Slack accepts 50 blocks in a message. */
const mostPools = 40

/** Names who decided if there is room for it, and as many pools as there is room for. */
export function drawDaily({ pools, shown }: DailyView): Drawn {
  const { days, isPlain } = shown
  const nameOf = (poolId: string) => pools.find(({ id }) => id === poolId)?.name ?? poolId
  const tell = (isShort: boolean) => (day: PoolDay) => poolDaySentence(day, nameOf(day.poolId), isShort)
  const long = days.map(tell(isPlain))
  const sentences = isFitting(long) ? long : fitting(days.map(tell(true)))
  return {
    text: fallbackText([`${dailyTitle}: `, ...joined(sentences, ' ')]),
    blocks: blocksOf(sentences),
  }
}

function fitting(all: readonly Sentence[]): readonly Sentence[] {
  const cut = (shown: number) =>
    shown === all.length ? all : [...all.slice(0, shown), morePools(all.length - shown)]
  let shown = Math.min(all.length, mostPools)
  while (shown > 1 && !isFitting(cut(shown))) shown -= 1
  return cut(shown)
}

function isFitting(sentences: readonly Sentence[]): boolean {
  return sentences.length <= mostPools + 1 && lettersIn(blocksOf(sentences)) <= mostLetters
}

function blocksOf(sentences: readonly Sentence[]): KnownBlock[] {
  const title: KnownBlock = { type: 'header', text: { type: 'plain_text', text: dailyTitle, emoji: false } }
  return [title, ...sentences.map(sentenceBlock)]
}
