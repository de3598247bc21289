// Turns sentences into lines for a terminal, which would obey whatever a stranger typed.
import { never } from '../shared/never.ts'
import { plainText } from '../slack/draw/render-sentence.ts'
import { type Piece, type Sentence, untrusted } from '../wording/sentence.ts'

/** What Slack called people, by their ids. */
export type Names = ReadonlyMap<string, string>

/** Untrusted text is whole and visible, times are in UTC, and people have their names. */
export function terminalLine(sentence: Sentence, names: Names = new Map()): string {
  return plainText(
    sentence.flatMap((piece) => pieceFor(piece, names)),
    Number.POSITIVE_INFINITY,
  )
}

function pieceFor(piece: Piece, names: Names): Sentence {
  if (typeof piece === 'string') return [piece]
  switch (piece.kind) {
    case 'time':
      return [timeInUtc(piece.at)]
    case 'untrusted':
      return [{ ...piece, most: Number.POSITIVE_INFINITY }]
    case 'person': {
      const name = names.get(piece.userId)
      const id = untrusted(piece.userId, Number.POSITIVE_INFINITY)
      return name === undefined ? [id] : [untrusted(name, Number.POSITIVE_INFINITY), ' (', id, ')']
    }
    case 'strong':
    case 'channel':
    case 'group':
    case 'link':
      return [piece]
    default:
      return never(piece)
  }
}

/** `2026-05-01 12:00:00`: the same in every row, so that lines can be compared and sorted. */
export function timeInUtc(at: Date): string {
  if (Number.isNaN(at.getTime())) return 'at no time'
  return at.toISOString().slice(0, 19).replace('T', ' ')
}
