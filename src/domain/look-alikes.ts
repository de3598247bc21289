// Texts that look like others: letters that only look like ASCII, mixed alphabets, and characters that are rarely used.
import { looksLikeAscii, recommended } from './confusables.ts'
import { mixesAlphabets } from './mixed-alphabets.ts'
import { remembered } from './remembered.ts'

/** Why a text may not be what it looks like. */
export type Oddity =
  /** Shown, it can't be told from `ascii`. */
  | { readonly kind: 'looks-like'; readonly ascii: string }
  | { readonly kind: 'mixes-alphabets' }
  /** `characters` are outside what UTS 39 recommends. */
  | { readonly kind: 'unusual'; readonly characters: readonly string[] }
  /** An address whose domain looks like `domain`, which the pool expects. */
  | { readonly kind: 'looks-like-domain'; readonly domain: string }

/**
 * An identifier, such as an address or a user name, is compared character by character; a name that people have, or what
 * somebody wrote in words, may have accents, dashes and emoji.
 */
export type TextUse = 'identifier' | 'words'

const inIdentifier = remembered((text) => findOddity(text, 'identifier'))
const inWords = remembered((text) => findOddity(text, 'words'))

/** Null for a text that is what it looks like. Of a very long text, only the ends count, as only they are shown. */
export function oddityOf(text: string, use: TextUse): Oddity | null {
  if (isAscii(text)) return null
  const ends = text.length <= 2 * mostShown ? text : text.slice(0, mostShown) + text.slice(-mostShown)
  return use === 'identifier' ? inIdentifier(ends) : inWords(ends)
}

/** No text is shown with more characters. */
const mostShown = 300

function findOddity(text: string, use: TextUse): Oddity | null {
  const ascii = asciiLook(text, use)
  if (ascii !== null) return { kind: 'looks-like', ascii }
  if (mixesAlphabets(text)) return { kind: 'mixes-alphabets' }
  const characters = unusualIn(text, use)
  return characters.length === 0 ? null : { kind: 'unusual', characters }
}

/** The text with ASCII for every character that looks like ASCII: UTS 39's skeleton, as far as that is ASCII. */
export function looksLike(text: string): string {
  return isAscii(text) ? text : [...text].map((character) => asciiOf(character) ?? character).join('')
}

/** UTS 39's skeleton, as far as that is ASCII, in small letters: two texts with the same one look alike. ASCII counts too: `rn` is m. */
export function skeletonOf(text: string): string {
  const looks = [...text.normalize('NFD')].map((character) => lookOf(character) ?? compatible(character))
  return looks.join('').normalize('NFD').toLowerCase()
}

/** What the text looks like if that is ASCII throughout; null if it looks like nothing else. */
function asciiLook(text: string, use: TextUse): string | null {
  // A name in its own alphabet may happen to look like ASCII only as a whole; in an address, each part is read for itself.
  const parts = use === 'identifier' ? text.split(/([\s@.+_-]+)/) : [text]
  const looks = parts.map((part) => (isAscii(part) ? part : lookOfPart(part, use)))
  if (looks.every((look, index) => look === parts[index])) return null
  return looks.join('')
}

function lookOfPart(part: string, use: TextUse): string {
  const look = [...part.normalize('NFD')].map((character) => {
    return asciiOf(character) ?? compatible(character)
  })
  const ascii = look.join('')
  return isAscii(ascii) && (use === 'identifier' || [...part].some(isForeign)) ? ascii : part
}

function asciiOf(character: string): string | undefined {
  return isAscii(character) ? character : lookOf(character)
}

/** Such as full-width and mathematical letters. */
function compatible(character: string): string {
  return character.normalize('NFKC')
}

/** A letter that no name in the Latin alphabet has. Punctuation is no letter. */
function isForeign(character: string): boolean {
  if (isAscii(character) || !/[\p{L}\p{N}]/u.test(character)) return false
  return !/\p{Script=Latin}/u.test(character) || !isRecommended(character)
}

/** In an address, anything beyond ASCII is. */
function unusualIn(text: string, use: TextUse): readonly string[] {
  const isAddress = use === 'identifier' && text.includes('@')
  const isOdd = (character: string) =>
    isAddress || (!isRecommended(character) && (use === 'identifier' || isOddInWords(character)))
  const characters = [...text.normalize('NFC')]
  return [...new Set(characters.filter((character) => !isAscii(character) && isOdd(character)))]
}

/** Letters, marks, digits, spaces and blank symbols; not punctuation and emoji. */
function isOddInWords(character: string): boolean {
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}|[\ufe0f\u20e3]/u.test(character)) return false
  return /[\p{L}\p{M}\p{N}\p{Zs}\p{So}]/u.test(character)
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

let looks: ReadonlyMap<string, string> | null = null

function lookOf(character: string): string | undefined {
  looks ??= readLooks()
  return looks.get(character)
}

function readLooks(): ReadonlyMap<string, string> {
  const lines = looksLikeAscii.trim().split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [look = '', ...points] = line.split(' ')
      return points.map((point) => [String.fromCodePoint(Number.parseInt(point, 16)), look] as const)
    }),
  )
}

let ranges: readonly (readonly [number, number])[] | null = null

function isRecommended(character: string): boolean {
  if (/\p{Script=Han}/u.test(character)) return true
  ranges ??= readRanges()
  const point = character.codePointAt(0) ?? 0
  // The ranges are sorted: the last that begins at or before the point is the only one that may hold it.
  const next = firstIndex(ranges, ([first]) => first > point)
  return point <= (ranges[next - 1]?.[1] ?? -1)
}

/** By halving; `isLater` is false for all before it and true for all from it on. */
function firstIndex<T>(sorted: readonly T[], isLater: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = sorted[middle]
    if (one !== undefined && isLater(one)) high = middle
    else low = middle + 1
  }
  return low
}

function readRanges(): readonly (readonly [number, number])[] {
  return recommended
    .trim()
    .split(/\s/)
    .map((range) => {
      const [first = 0, last = first] = range.split('-').map((point) => Number.parseInt(point, 16))
      return [first, last]
    })
}
