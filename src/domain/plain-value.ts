// Whether a value reads as one value, so that it needs no quotation marks around it.
import { looksLike } from './look-alikes.ts'

const mostWords = 5

/**
 * False for a value that could pass for more than one, or for words of ours: "Ada · E-mail: boss@example.com". Looked at
 * as it is shown, since some letters look like a colon.
 */
export function isPlainValue(shown: string): boolean {
  return isPlain(shown) && shown.split(' ', mostWords + 1).length <= mostWords && isPlain(looksLike(shown))
}

function isPlain(text: string): boolean {
  return /^[\p{L}\p{M}\p{N} .@_+'’&/#-]*$/u.test(text)
}
