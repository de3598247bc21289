// What people type, without what Slack, keyboards and habits add to it.

/** `<mailto:a@b.c|a@b.c>`, `<http://ada.example|ada.example>`, `<@U1|ada>`: how Slack writes what it recognises. */
const slackForm = /<([^|<>\s]*)(?:\|([^<>]*))?>/g

/** Undoes Slack's own forms and escapes: what was typed, letter by letter. */
export function withoutSlackForms(typed: string): string {
  const text = typed.replace(slackForm, (_, target: string, label = '') => typedAs(target, label))
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function typedAs(target: string, label: string): string {
  const [, address] = /^(?:mailto|tel):(.*)$/i.exec(target) ?? []
  if (address !== undefined) return address
  if (label !== '') return label
  return target.replace(/^([@#!])(.*)$/, '$2')
}

const quotes = '"\'`´‘’‚‛“”„‟«»‹›「」『』〝〞〟'

/** Each of these is formatting only where it stands on both sides. */
const formatted = /^([*_~`]+)(.+)\1$/su

const opening = new RegExp(String.raw`^(?:[${quotes}\s@<(\[]|mailto:|tel:)+`, 'iu')
const closing = new RegExp(String.raw`[${quotes}\s>)\],;.!?:]+$`, 'u')

/** `:tada:`, which Slack makes of an emoji. */
const emojiCode = /:[a-z0-9_+'-]+:/gi

/** One of the names that people call a user by, without quotes, formatting and punctuation around it. */
export function plain(text: string): string {
  return unquoted(legible(text)) || text.trim()
}

/** Only without what is around it. */
export function unquoted(text: string): string {
  let before = text
  for (;;) {
    const after = before.replace(formatted, '$2').replace(opening, '').replace(closing, '')
    if (after === before || after === '') return after === '' ? text.trim() : after
    before = after
  }
}

function legible(text: string): string {
  const letters = text
    .toWellFormed()
    // NFKC would make a space of it.
    .replaceAll('´', "'")
    .replace(/[\t\n\r]/g, ' ')
    // Invisible ones, and U+FE0F, which makes an emoji of the letter before it.
    .replace(/[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu, '')
    .normalize('NFKC')
    .replace(/\\+(?=.)/gsu, '')
    .replace(/\\+$/, '')
    .replace(/ +/g, ' ')
  const withoutEmoji = letters.replace(emojiCode, '')
  return withoutEmoji.trim() === '' ? letters : withoutEmoji
}

/** The same in small letters, without emoji: equal for texts that a person takes for the same. */
export function folded(text: string): string {
  const letters = plain(text).toLowerCase()
  const withoutEmoji = letters.replace(/\p{Extended_Pictographic}/gu, '')
  return withoutEmoji === '' ? letters : withoutEmoji
}

/** A phone number as Cognito keeps it; null if the text does not look like an international one. */
export function phoneNumber(text: string): string | null {
  if (!/^\+[\d\s().\-\u2010-\u2015/]+$/u.test(text)) return null
  const digits = text.replace(/\D/g, '')
  return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : null
}
