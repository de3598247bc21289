// Shortens untrusted text without changing what it seems to say: an address keeps its domain.
import { cut } from './untrusted-text.ts'

type Weigh = (text: string) => number

/** How much of a local part has to be left, its cut included, before a domain is cut instead. */
const leastLocal = 3

/** An address up to this length is never cut to make room for others. */
const wholeAddress = 40

interface Address {
  readonly local: string
  /** With its @. */
  readonly domain: string
}

/** What a reader could take for an address: all after the last @ is its domain. */
function asAddress(text: string): Address | null {
  const at = text.lastIndexOf('@')
  if (at === -1 || /[\s␣]/.test(text.slice(at).trimEnd())) return null
  return { local: text.slice(0, at), domain: text.slice(at) }
}

/** How much room a text needs however many share a message: an address, its whole domain. */
export function leastRoom(text: string, weigh: Weigh): number {
  const address = asAddress(text)
  return address === null
    ? 0
    : Math.min(weigh(text), Math.max(wholeAddress, weigh(address.domain) + leastLocal))
}

/**
 * Shortens a text so that `weigh` of the result is at most `most`. An address loses the middle of its local part. Only where
 * its domain alone has no room, the domain loses its beginning, never its end. No other text is cut inside a domain.
 */
export function shortened(text: string, most: number, weigh: Weigh): string {
  if (weigh(text) <= most) return text
  const address = asAddress(text)
  return address === null ? cutBeforeDomain(text, most, weigh) : shortenedAddress(address, most, weigh)
}

function shortenedAddress({ local, domain }: Address, most: number, weigh: Weigh): string {
  const roomForLocal = Math.max(most - weigh(domain), Math.min(leastLocal, weigh(local)))
  const start = shortenedMiddle(local, Math.min(roomForLocal, most), weigh)
  const room = most - weigh(start)
  if (weigh(domain) <= room) return `${start}${domain}`
  return room < 3 ? cut('……', most, weigh) : `${start}@${lastOf(domain.slice(1), room - 1, weigh)}`
}

/** Keeps both ends. Nothing that looks like a domain is left before the cut. */
function shortenedMiddle(text: string, most: number, weigh: Weigh): string {
  if (weigh(text) <= most) return text
  const first = cut(text, Math.ceil(most / 2), weigh)
  const [beforeAt = ''] = first.slice(0, -1).split('@')
  return `${beforeAt}${lastOf(text, most - weigh(beforeAt), weigh)}`
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** As much of the end as fits after an ellipsis. */
function lastOf(text: string, most: number, weigh: Weigh): string {
  // No more than that can be kept; its first segment may be a part of one.
  const end = text.slice(-(most + 100))
  const segments = [...graphemes.segment(end)].slice(end === text ? 0 : 1).map(({ segment }) => segment)
  let kept = ''
  let weight = 1
  for (const segment of segments.toReversed()) {
    weight += weigh(segment)
    if (weight > most) break
    kept = `${segment}${kept}`
  }
  return `…${kept}`
}

function cutBeforeDomain(text: string, most: number, weigh: Weigh): string {
  const short = cut(text, most, weigh)
  const kept = short.slice(0, -1)
  const isInsideWord = !/^[\s␣]/.test(text.slice(kept.length))
  const at = kept.search(/@[^\s␣]*$/)
  return isInsideWord && at !== -1 ? `${kept.slice(0, at)}…` : short
}
