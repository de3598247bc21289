// Draws a sign-up's history: as many events as there is room for.
import type { KnownBlock } from '@slack/types'
import type { HistoryPage } from '../../domain/sign-up-history.ts'
import { historyLine, historyTitle } from '../../wording/history.ts'
import { sentenceBlock } from './card.ts'
import { lettersIn } from './letters.ts'

/** For the title, and for buttons after the history. */
const roomForRest = 500

interface DrawnHistory {
  readonly blocks: readonly KnownBlock[]
  /** How many events these are, the newest first: at least one. */
  readonly shown: number
}

/** `room` is how many letters there may be. */
export function historyBlocks(history: HistoryPage, room: number, isFirst: boolean): DrawnHistory {
  const lines = history.events.map((event) => sentenceBlock(historyLine(event)))
  let letters = roomForRest
  const end = lines.findIndex((line, index) => {
    letters += lettersIn([line])
    return index > 0 && letters > room
  })
  const shown = end === -1 ? lines.length : end
  return { blocks: [sentenceBlock(historyTitle(history, shown, isFirst)), ...lines.slice(0, shown)], shown }
}
