// What is said of a text that may not be what it looks like, right after it.
import type { Oddity } from '../domain/look-alikes.ts'
import { never } from '../shared/never.ts'
import { type Sentence, untrusted } from './sentence.ts'

/** Where there is room to say which letters, and where there is not. */
export type OddityStyle = 'long' | 'short'

export function oddityRemark(oddity: Oddity | null, style: OddityStyle): Sentence {
  if (oddity === null) return []
  return style === 'short' ? [short(oddity)] : long(oddity)
}

function short(oddity: Oddity): string {
  switch (oddity.kind) {
    case 'looks-like':
      return ' ⚠️ look-alike letters'
    case 'mixes-alphabets':
      return ' ⚠️ mixed alphabets'
    case 'unusual':
      return ' ⚠️ unusual characters'
    case 'looks-like-domain':
      return ' ⚠️ look-alike domain'
    default:
      return never(oddity)
  }
}

function long(oddity: Oddity): Sentence {
  switch (oddity.kind) {
    case 'looks-like':
      return [' ⚠️ looks like “', untrusted(oddity.ascii, 100), '”, but is written with other letters']
    case 'mixes-alphabets':
      return [' ⚠️ mixes look-alike letters from different alphabets']
    case 'unusual':
      return [` ⚠️ has unusual characters (${pointsOf(oddity.characters)})`]
    case 'looks-like-domain':
      return [' ⚠️ its domain looks like “', untrusted(oddity.domain, 100), '”, but is another']
    default:
      return never(oddity)
  }
}

/** More would not be read. */
const mostPoints = 3

function pointsOf(characters: readonly string[]): string {
  const points = characters.slice(0, mostPoints).map((character) => {
    return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  })
  const rest = characters.length - points.length
  return `${points.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
