// Ids, secrets and timestamps that look like Slack's.
import { randomInt } from 'node:crypto'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** An id like `U07QCRPA0F5`; the letter says what it identifies. */
export function makeId(letter: string): string {
  return `${letter}0${makeSecret(9).toUpperCase()}`
}

/** Random letters and digits. */
export function makeSecret(length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length)))
    .join('')
    .toLowerCase()
}

/** A random number with this many digits, as text. */
export function makeDigits(length: number): string {
  return Array.from({ length }, (_, place) => randomInt(place === 0 ? 1 : 0, 10)).join('')
}

/** A source of Slack timestamps such as `1700000001.123456`: each is later than the one before. */
export function makeTimestamps(now: () => Date): () => string {
  let last = 0
  return () => {
    last = Math.max(now().getTime() * 1000, last + 1)
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
  }
}
