// Makes untrusted text safe to show: visible, of bounded length, and inert.
import { remembered } from '../../domain/remembered.ts'
import { empty } from '../../wording/sentence.ts'

/** Joiners between existing emoji. Code points reserved for future emoji become marks. */
const emojiJoiner =
  /(?<=(?!\p{C})\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=(?!\p{C})\p{Extended_Pictographic})/gu
const emojiStyle = /(?<=(?!\p{C})\p{Extended_Pictographic})\ufe0f|(?<=[\d#*])\ufe0f(?=\u20e3)/gu
/** Also those that are drawn as nothing though Unicode doesn't call them spaces: blank patterns, notes, fillers and hieroglyphs. */
const invisible =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u303f\ufffc\u{13441}\u{13442}\u{16fe4}\u{1d159}]/gu
const lineBreak = /\r\n|[\n\r\u2028\u2029\u0085]/g
const tooManyMarks = /(\p{M}{4})\p{M}+/gu

/** Placeholders that occur in no text. They protect an emoji's own joiner and style from the search for invisible characters. */
const keptJoiner = '\u{10fffe}'
const keptStyle = '\u{10ffff}'

/**
 * Control, bidi, zero-width and other invisible characters become visible marks, and so do spaces at the ends and runs of
 * them, which could imitate a column. An empty text says so.
 */
export const visible = remembered((text) => {
  if (text === '') return empty
  return text
    .replaceAll(keptJoiner, '�')
    .replaceAll(keptStyle, '�')
    .replace(emojiJoiner, keptJoiner)
    .replace(emojiStyle, keptStyle)
    .replace(lineBreak, '⏎')
    .replace(/\p{Zs}/gu, ' ')
    .replace(invisible, (character) => {
      if (character === keptJoiner || character === keptStyle) return character
      return `[U+${codePoint(character)}]`
    })
    .replaceAll(keptJoiner, '\u200d')
    .replaceAll(keptStyle, '\ufe0f')
    .replace(tooManyMarks, '$1…')
    .replace(/^ +| +$| {2,}/g, '␣')
})

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Cuts between graphemes, so that `weigh` of the result, ellipsis included, is at most `most`. */
export function cut(
  text: string,
  most: number,
  weigh: (text: string) => number = (part) => part.length,
): string {
  if (weigh(text) <= most) return text
  let kept = ''
  let weight = 1
  for (const { segment } of graphemes.segment(text)) {
    weight += weigh(segment)
    if (weight > most) break
    kept += segment
  }
  return `${kept}…`
}

/** For mrkdwn and for a message's `text`: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
