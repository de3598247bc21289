// When two phone numbers are the same, however they are written.

/** Fewer digits are an extension, or a short code that many share. */
const fewestDigits = 7

/**
 * Compares digits from the end, because people leave out their country code: `0151 2345678` and `+49 151 2345678` are the
 * same. So numbers of two countries may be taken for one. False if either has fewer than seven digits.
 */
export function isSamePhone(one: string, other: string): boolean {
  const [short, long] = [digitsOf(one), digitsOf(other)].sort((a, b) => a.length - b.length)
  if (short === undefined || long === undefined || short.length < fewestDigits) return false
  return long.endsWith(short)
}

/** Whether a text can be meant as a phone number. */
export function looksLikePhone(text: string): boolean {
  return (
    /^(?:tel:)?[+\d\s()./-]+$/.test(text.normalize('NFKC').trim()) && digitsOf(text).length >= fewestDigits
  )
}

/** Without an extension, and without the zeros that stand for "abroad" or "in this country". */
function digitsOf(text: string): string {
  const [number = ''] = text
    .normalize('NFKC')
    .trim()
    .replace(/^tel:/i, '')
    .split(/[\p{L}#;,]/u)
  return number
    .replace(/\(0+\)/g, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
}
