// A sentence in pieces: our own words, a person, a time, and what a stranger typed. Only here do they become Slack's.
import type { RichTextElement } from '@slack/types'
import { never } from '../../shared/never.ts'
import { cut, escaped, visible } from './untrusted-text.ts'

export type Piece =
  /** Our own words. */
  | string
  | { readonly kind: 'strong'; readonly text: string }
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'time'; readonly at: Date }
  /** Somebody else's words: shown as they are, and never as anything else. At most `most` characters. */
  | { readonly kind: 'untrusted'; readonly text: string; readonly most: number }

export type Sentence = readonly Piece[]

export function person(userId: string): Piece {
  return { kind: 'person', userId }
}

export function time(at: Date): Piece {
  return { kind: 'time', at }
}

export function strong(text: string): Piece {
  return { kind: 'strong', text }
}

/** `most` counts characters as Slack counts them after escaping. */
export function untrusted(text: string, most = 300): Piece {
  return { kind: 'untrusted', text, most }
}

/** Elements of a `rich_text_section`, in which nothing is parsed. */
export function richText(sentence: Sentence): RichTextElement[] {
  return sentence.filter((piece) => piece !== '').map(richElement)
}

function richElement(piece: Piece): RichTextElement {
  if (typeof piece === 'string') return { type: 'text', text: piece }
  switch (piece.kind) {
    case 'strong':
      return { type: 'text', text: piece.text, style: { bold: true } }
    case 'person':
      return { type: 'user', user_id: piece.userId }
    case 'time':
      return {
        type: 'date',
        timestamp: seconds(piece.at),
        format: '{date_short_pretty} at {time}',
        fallback: utc(piece.at),
      }
    case 'untrusted':
      return { type: 'text', text: shown(piece) }
    default:
      return never(piece)
  }
}

/** A message's `text`: for notifications and screen readers. Escaped, at most 3,500 characters: `chat.update` refuses 4,000. */
export function fallbackText(sentence: Sentence): string {
  return cut(sentence.map(fallbackPiece).join(''), 3500)
}

function fallbackPiece(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece)
  switch (piece.kind) {
    case 'strong':
      return escaped(piece.text)
    case 'person':
      return `<@${piece.userId}>`
    case 'time':
      return `<!date^${seconds(piece.at)}^{date_short_pretty} at {time}|${utc(piece.at)}>`
    case 'untrusted':
      return escaped(shown(piece))
    default:
      return never(piece)
  }
}

/** For `plain_text` objects, which know no people and no times of the reader. At most `most` characters. */
export function plainText(sentence: Sentence, most: number): string {
  return cut(sentence.map(plainPiece).join(''), most)
}

function plainPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  switch (piece.kind) {
    case 'strong':
      return piece.text
    case 'person':
      return piece.userId
    case 'time':
      return utc(piece.at)
    case 'untrusted':
      return shown(piece)
    default:
      return never(piece)
  }
}

function shown({ text, most }: Extract<Piece, { kind: 'untrusted' }>): string {
  return cut(visible(text), most, (part) => escaped(part).length)
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
