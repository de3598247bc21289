// Whether a value reads as one value, so that it needs no quotation marks around it.
import { looksLike } from './look-alikes.ts'

const mostWords = 5

/** Stands for what the reader may not see, at the end of a text or before the @ of an address. */
export const mask = '•••'

const masks = new RegExp(`${mask}(?=@|$)`, 'u')

/**
 * False for a value that could pass for more than one, or for words of ours: "Ada · E-mail: boss@example.com". Looked at
 * as it is shown, since some letters look like a colon.
 */
export function isPlainValue(value: string): boolean {
  const shown = value.replace(masks, '')
  return isPlain(shown) && shown.split(' ', mostWords + 1).length <= mostWords && isPlain(looksLike(shown))
}

function isPlain(text: string): boolean {
  return /^[\p{L}\p{M}\p{N} .@_+'’&/#-]*$/u.test(text)
}
