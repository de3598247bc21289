// Evidence: what speaks for and against a sign-up. It informs whoever decides, and never decides anything.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import type { ClaimedAddress } from './claimed-address.ts'
import type { Ending } from './round.ts'
import { storedDate } from './stored-date.ts'

/** What a host tells by itself. Of several, the first: what the pool expects is in no list. */
const standingFormat = z.enum(['expected', 'throw-away', 'free-mail', 'unknown'])

/**
 * `domain` is the registrable one; null if the host has none, as an IP address. `punycode` is what the host shows as where
 * it is written in Punycode, and what that looks like, if anything.
 */
const hostFactsFormat = z.object({
  host: z.string(),
  domain: z.string().nullable(),
  standing: standingFormat,
  punycode: z.object({ shows: z.string(), looksLike: z.string().nullable() }).nullable(),
})

export type HostFacts = Readonly<z.infer<typeof hostFactsFormat>>

const decidedBeforeFormat = z.object({
  times: z.number(),
  last: z.object({ at: storedDate, reason: z.string().nullable() }),
})

/** What the team decided before about others who claimed the same. Null for never. */
const countsFormat = z.object({
  refused: decidedBeforeFormat.nullable(),
  approved: decidedBeforeFormat.nullable(),
})

export const evidenceFormat = hostFactsFormat
  .extend({
    /** How many signed up from the host within `lately`, this one included. */
    lately: z.number(),
    address: countsFormat,
    /** Of the host. Not looked at for free mail, whose users have nothing in common. */
    decided: z.object({ approved: z.number(), refused: z.number() }),
  })
  .readonly()

export type Evidence = z.infer<typeof evidenceFormat>

export type DecidedBefore = Readonly<z.infer<typeof decidedBeforeFormat>>

/** How long ago a sign-up still counts for `lately`, in milliseconds. */
export const lately = 24 * 60 * 60_000

/** Nothing is counted any further, so that a stranger's thousands don't make it slow. A count above it stands for "more". */
export const mostCounted = 100

/** How a pool's evidence is made. */
export interface EvidenceRules {
  /** Pure. */
  readonly hostFacts: (claimed: ClaimedAddress, email: string) => HostFacts
  /** The pool's `memory`. */
  readonly memory: number | null
}

/** What a team decided about a sign-up. */
export interface PastDecision {
  readonly outcome: 'approved' | 'refused'
  readonly at: Date
  /** One of the pool's reasons to deny; null for an approval. */
  readonly reason: string | null
}

/** What an ending makes of what the team decided before; `unchanged` if it was not the team's. */
export function decisionIn(ending: Ending): PastDecision | 'none' | 'unchanged' {
  switch (ending.kind) {
    case 'confirmed':
      return { outcome: 'approved', at: ending.at, reason: null }
    case 'denied':
      return { outcome: 'refused', at: ending.at, reason: ending.reason }
    case 'undone':
    case 'disproved':
      return 'none'
    case 'confirmed-elsewhere':
    case 'not-done':
    case 'lapsed':
    case 'disabled':
    case 'gone':
      return 'unchanged'
    default:
      return never(ending)
  }
}

/** One thing that is worth saying. */
export type Sign =
  | { readonly kind: 'refused-before'; readonly before: DecidedBefore }
  | { readonly kind: 'looks-like'; readonly shows: string; readonly looksLike: string }
  | { readonly kind: 'throw-away' }
  | { readonly kind: 'expected' }
  | { readonly kind: 'free-mail' }
  | { readonly kind: 'punycode'; readonly shows: string }
  | { readonly kind: 'part-of'; readonly domain: string }
  | { readonly kind: 'lately'; readonly count: number; readonly host: string }
  | { readonly kind: 'approved-before'; readonly before: DecidedBefore }
  | {
      readonly kind: 'decided-before'
      readonly approved: number
      readonly refused: number
      readonly host: string
    }

/** Fewer from one host are no news. */
const fewestLately = 3

/** What there is to say, warnings first. */
export function signsOf(evidence: Evidence): readonly Sign[] {
  const { host, domain, standing, punycode, address, decided } = evidence
  const signs: readonly (Sign | null)[] = [
    address.refused === null ? null : { kind: 'refused-before', before: address.refused },
    punycode === null ? null : signOfPunycode(punycode),
    standing === 'unknown' ? null : { kind: standing },
    standing !== 'unknown' || domain === null || domain === host ? null : { kind: 'part-of', domain },
    evidence.lately < fewestLately ? null : { kind: 'lately', count: evidence.lately, host },
    address.approved === null ? null : { kind: 'approved-before', before: address.approved },
    decided.approved + decided.refused === 0 ? null : { kind: 'decided-before', ...decided, host },
  ]
  const said = signs.filter((sign) => sign !== null)
  return [...said.filter(isWarning), ...said.filter((sign) => !isWarning(sign))]
}

function signOfPunycode({ shows, looksLike }: NonNullable<Evidence['punycode']>): Sign {
  return looksLike === null ? { kind: 'punycode', shows } : { kind: 'looks-like', shows, looksLike }
}

export function isWarning({ kind }: Sign): boolean {
  return kind === 'refused-before' || kind === 'looks-like' || kind === 'throw-away'
}

/** The most warnings that there can be at once: one of each kind. */
export const mostWarnings = 3

export function countWarnings(evidence: Evidence): number {
  return signsOf(evidence).filter(isWarning).length
}
