// Evidence about a sign-up, in one line.
import {
  type DecidedBefore,
  type Evidence,
  isWarning,
  mostCounted,
  type Sign,
  signsOf,
} from '../domain/evidence.ts'
import { never } from '../shared/never.ts'
import { joined, type Piece, type Sentence, untrusted, value } from './sentence.ts'

/** `short` where there is little room, and `shortest` where there is even less: then only what warns. */
export type EvidenceStyle = 'long' | 'short' | 'shortest'

/** Null if there is nothing to say. */
export function evidenceLine(evidence: Evidence, style: EvidenceStyle): Sentence | null {
  const signs = signsOf(evidence).filter((sign) => style !== 'shortest' || isWarning(sign))
  if (signs.length === 0) return null
  const words = style === 'long' ? long : short
  return joined(
    signs.map((sign) => (isWarning(sign) ? ['⚠️ ', ...words(sign)] : words(sign))),
    ' · ',
  )
}

function long(sign: Sign): Sentence {
  switch (sign.kind) {
    case 'refused-before':
      return claiming(sign.before, 'refused')
    case 'approved-before':
      return claiming(sign.before, 'approved')
    case 'looks-like':
      return ['The domain shows as ', domain(sign.shows), ', which looks like ', domain(sign.looksLike)]
    case 'punycode':
      return ['The domain shows as ', domain(sign.shows)]
    case 'throw-away':
      return ['A throw-away address']
    case 'expected':
      return ['A domain that you expect']
    case 'free-mail':
      return ['Free mail']
    case 'part-of':
      return ['Part of ', domain(sign.domain)]
    case 'lately':
      return [`${counted(sign.count)} sign-ups from `, domain(sign.host), ' in 24 hours']
    case 'decided-before':
      return [decidedBefore(sign), ' from ', domain(sign.host)]
    default:
      return never(sign)
  }
}

/** Without any text of the stranger's. */
function short(sign: Sign): Sentence {
  switch (sign.kind) {
    case 'refused-before':
      return ['refused before']
    case 'approved-before':
      return ['approved before']
    case 'looks-like':
      return ['look-alike domain']
    case 'punycode':
      return ['domain in Punycode']
    case 'throw-away':
      return ['throw-away address']
    case 'expected':
      return ['expected domain']
    case 'free-mail':
      return ['free mail']
    case 'part-of':
      return ['subdomain']
    case 'lately':
      return [`${counted(sign.count)} from this domain in 24 hours`]
    case 'decided-before':
      return [decidedBefore(sign), ' from this domain']
    default:
      return never(sign)
  }
}

/** An address proves nothing about who typed it. */
function claiming({ times, last }: DecidedBefore, what: 'refused' | 'approved'): Sentence {
  const reason: Sentence = last.reason === null ? [] : [': “', untrusted(last.reason, 75), '”']
  if (times === 1) return [`A sign-up claiming this address was ${what} on ${day(last.at)}`, ...reason]
  return [
    `Sign-ups claiming this address were ${what} ${counted(times)} times, last on ${day(last.at)}`,
    ...reason,
  ]
}

function decidedBefore({ approved, refused }: Extract<Sign, { kind: 'decided-before' }>): string {
  const parts = [
    ...(approved > 0 ? [`${counted(approved)} approved`] : []),
    ...(refused > 0 ? [`${counted(refused)} refused`] : []),
  ]
  return parts.join(', ')
}

function counted(count: number): string {
  return count > mostCounted ? `more than ${mostCounted}` : String(count)
}

/** With its @, so that it is never cut at its end. */
function domain(host: string): Piece {
  return value(`@${host}`)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** In UTC: of what was decided long ago, only the day is remembered. */
function day(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}
