// Renders a sentence for Slack: as rich text, as a notification's text, or as plain text.
import type { RichTextElement } from '@slack/types'
import { isPlainValue } from '../../domain/plain-value.ts'
import { remembered } from '../../domain/remembered.ts'
import { never } from '../../shared/never.ts'
import type { Piece, Sentence } from '../../wording/sentence.ts'
import { leastRoom, shortened } from './shorten.ts'
import { cut, escaped, visible } from './untrusted-text.ts'

type Untrusted = Extract<Piece, { kind: 'untrusted' }>

/** The same sentence, with each untrusted text cut to `room` characters, but no value to less than an address needs. */
export function narrowed(sentence: Sentence, room: number): Sentence {
  return sentence.map((piece) =>
    typeof piece !== 'string' && piece.kind === 'untrusted'
      ? { ...piece, most: Math.min(piece.most, Math.max(room, roomNeeded(piece))) }
      : piece,
  )
}

/** The same sentence, with no value cut: Cognito keeps at most 2,048 characters of any. */
export function widened(sentence: Sentence): Sentence {
  return sentence.map((piece) =>
    typeof piece !== 'string' && piece.kind === 'untrusted' && piece.isValue
      ? { ...piece, most: Infinity }
      : piece,
  )
}

function roomNeeded(piece: Untrusted): number {
  if (!piece.isValue) return 0
  const { text, around } = seen(piece)
  const room = leastRoom(text, escapedLength)
  return room === 0 ? 0 : room + around.length
}

/** Elements of a `rich_text_section`, in which Slack parses nothing. */
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
    case 'channel':
      return { type: 'channel', channel_id: piece.id }
    case 'group':
      return { type: 'usergroup', usergroup_id: piece.id }
    case 'link':
      return { type: 'link', url: piece.url, text: piece.text }
    case 'untrusted':
      return { type: 'text', text: shown(piece), ...(piece.isStrong === true && { style: { bold: true } }) }
    default:
      return never(piece)
  }
}

/** `chat.update` refuses 4,000 characters. */
const mostFallback = 3500

/** A message's `text`: for notifications and screen readers. Escaped, and cut after the last piece that fits into 3,500 characters. */
export function fallbackText(sentence: Sentence): string {
  let text = ''
  for (const piece of sentence) {
    const left = mostFallback - text.length
    const words = fallbackPiece(piece)
    if (words.length >= left) return text + cutFallbackPiece(piece, left)
    text += words
  }
  return text
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
    case 'channel':
      return `<#${piece.id}>`
    case 'group':
      return `<!subteam^${piece.id}>`
    case 'link':
      return `<${escaped(piece.url)}|${escaped(piece.text)}>`
    case 'untrusted':
      return escaped(shown(piece))
    default:
      return never(piece)
  }
}

/** Cut before it is escaped, because half an entity or half a mention would be visible. */
function cutFallbackPiece(piece: Piece, most: number): string {
  if (typeof piece === 'string') return escaped(cut(piece, most, escapedLength))
  switch (piece.kind) {
    case 'strong':
      return escaped(cut(piece.text, most, escapedLength))
    case 'untrusted':
      return escaped(shown({ ...piece, most: Math.min(piece.most, most) }))
    default:
      return '…'
  }
}

/** For `plain_text` objects, which can't show mentions or the reader's local time. At most `most` characters. */
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
    case 'channel':
    case 'group':
      return piece.id
    case 'link':
      return piece.text
    case 'untrusted':
      return shown(piece)
    default:
      return never(piece)
  }
}

function shown(piece: Untrusted): string {
  const { text, around } = seen(piece)
  const short = shortened(text, Math.max(piece.most - around.length, 1), escapedLength)
  return around === '' ? short : `“${short}”`
}

/** What a reader would take for a quotation mark. */
const quotationMarks = /[“”„‟"″‶〃＂〝〞ʺˮ«»]/gu

interface Seen {
  readonly text: string
  readonly around: '' | '“”'
}

/** The text as it can be seen, without marks of its own if there have to be quotation marks `around` it. */
function seen({ text, isValue }: Untrusted): Seen {
  return isValue ? seenValue(text) : { text: visible(text), around: '' }
}

const seenValue = remembered((text): Seen => {
  const clear = visible(text)
  if (text === '' || isPlainValue(clear)) return { text: clear, around: '' }
  return { text: clear.replace(quotationMarks, "'"), around: '“”' }
})

function escapedLength(text: string): number {
  return escaped(text).length
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
