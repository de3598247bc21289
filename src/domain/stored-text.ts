// What is kept of others' texts: no more than there is room for, and nothing that a database refuses.
import { z } from 'zod'

/** The longest texts that are kept, in UTF-16 units. Those of Cognito are its own maxima, so nothing real is cut. */
export const longest = {
  typed: 1000,
  userName: 128,
  attribute: 2048,
  /** What a function of the pool says. */
  message: 2048,
  /** A `response_url`. */
  url: 1000,
  id: 255,
} as const

/**
 * A text to show. NUL is taken out, which PostgreSQL refuses, half a character becomes a replacement character, and a text that
 * is too long is cut in its middle, because the end of an address says whose it is. A cut text contains "…", so that it is
 * taken for no other.
 */
export function storedText(given: string, most: number): string {
  const text = given.replaceAll('\0', '').toWellFormed()
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  const head = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, '')
  const tail = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, '')
  return `${head}…${tail}`
}

/** Whether this can be kept as it is. */
export function isStorable(text: string, most: number): boolean {
  return text.length <= most && text.isWellFormed() && !text.includes('\0')
}

/** An id is acted upon and compared, so it is never mended: one that can't be kept as it is can't be read. */
export const idFormat = z
  .string()
  .min(1)
  .refine((id) => isStorable(id, longest.id))

/** The same for a `sub`, which Cognito takes only as long as a user name. */
export const subFormat = idFormat.refine((sub) => isStorable(sub, longest.userName))

/** An id of ours that came back; one that we can't have made becomes one that names nothing. */
export function storedId(given: string): string {
  return isStorable(given, longest.id) ? given : '…'
}
