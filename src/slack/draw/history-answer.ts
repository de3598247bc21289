// Draws the private answer that tells what happened to one sign-up.

import { isAboutLooking } from '../../domain/offers.ts'
import type { HistoryPage } from '../../domain/sign-up-history.ts'
import type { ListedEntry } from '../../domain/told.ts'
import { cardStatus } from '../../wording/card.ts'
import { whoAndWhere } from '../../wording/details.ts'
import { historyTitle } from '../../wording/history.ts'
import { type Drawn, decisionBlocks, sentenceBlock } from './card.ts'
import { historyBlocks } from './history.ts'
import { lettersIn, mostLetters } from './letters.ts'
import { fallbackText } from './render-sentence.ts'

/** The newest events; Details has them all. */
export function drawHistoryAnswer(entry: ListedEntry, history: HistoryPage): Drawn {
  const { round, pool } = entry
  const who = whoAndWhere(entry, pool)
  const status = cardStatus(round, pool)
  const before = [who, ...(status === null ? [] : [status])].map(sentenceBlock)
  // Where the channel is shown little, Details shows all of who it is before anybody is approved.
  const isSeen = pool.visibility === 'full'
  const buttons = decisionBlocks(entry, pool, {
    only: (offer) => !isAboutLooking(offer) && (isSeen || (offer !== 'approve' && offer !== 'let-in')),
  })
  const { blocks, shown } = historyBlocks(history, mostLetters - lettersIn([...before, ...buttons]), true)
  return {
    text: fallbackText([...who, '. ', ...historyTitle(history, shown, true)]),
    blocks: [...before, ...blocks, ...buttons],
  }
}
