// The digest: one message in a channel that stands for all who wait, while too many sign up for a card each.
import { z } from 'zod'
import { type Person, personFormat } from './person.ts'
import type { Ending, RoundState } from './round.ts'

/** If more sign-ups than these wait for a card in a channel, a digest stands for them: the default, and the limits. */
export const usualRushAt = 60
export const mostRushAt = 1000

/** A rush lasts as long as enough sign-ups joined its digest in this time, in milliseconds. */
export const calmAfter = 10 * 60_000

/** Much fewer than begin a rush, so that cards and digests don't take turns. */
export function fewestInRush(rushAt: number): number {
  return Math.min(10, Math.max(1, Math.floor(rushAt / 6)))
}

/** The newest digest of a channel. */
export interface ChannelDigest {
  /** False until Slack has it. */
  readonly isPosted: boolean
  readonly isAnyWaiting: boolean
  /** How many joined it in `calmAfter`, as far as it matters: see `fewestInRush`. */
  readonly joinedLately: number
}

/** Who waits for a message in a channel. */
export interface Gathering {
  /** The lowest of the channel's pools. */
  readonly rushAt: number
  /** How many want a card, as far as it matters: no more than one above `rushAt`. */
  readonly wanting: number
  /** Whether some are to stand in a digest, but in none that shows them: theirs is gone, or another one follows it. */
  readonly isAnyStranded: boolean
  /** Null if there is none. */
  readonly digest: ChannelDigest | null
}

/** Who joins a digest: everybody, or only those who stand in none. `isNew` if another digest begins. */
export interface DigestStep {
  readonly who: 'all' | 'stranded'
  readonly isNew: boolean
}

/**
 * Null if whoever wants a card gets one. While a rush lasts, everybody joins its digest. A digest ends for good once nobody
 * waits in it. A rush that begins when the last one has calmed down starts the next digest, which people notice, and takes
 * along who still waits in the one before.
 */
export function digestStep({ rushAt, wanting, isAnyStranded, digest }: Gathering): DigestStep | null {
  const isOpen = digest !== null && (digest.isAnyWaiting || !digest.isPosted)
  const isRush = isOpen && digest.joinedLately >= fewestInRush(rushAt)
  if (isRush && wanting > 0) return { who: 'all', isNew: false }
  if (wanting > rushAt) return { who: 'all', isNew: digest === null || digest.isPosted }
  return isAnyStranded ? { who: 'stranded', isNew: !isOpen } : null
}

/** How one of its sign-ups ended, as far as a digest tells it. */
export const digestResultFormat = z
  .object({
    kind: z.enum([
      'confirmed',
      'confirmed-elsewhere',
      'denied',
      'disabled',
      'gone',
      'undone',
      'not-done',
      'disproved',
      'lapsed',
    ] satisfies readonly Ending['kind'][]),
    /** Who decided it; null if nobody did here. */
    by: personFormat.nullable(),
  })
  .readonly()

export type DigestResult = z.infer<typeof digestResultFormat>

/** Null for a round that is not settled. */
export function digestResult(state: RoundState): DigestResult | null {
  if (state.kind !== 'settled') return null
  const { ending } = state
  const by: Person | null = 'by' in ending ? { userId: ending.by.userId, teamId: ending.by.teamId } : null
  return { kind: ending.kind, by }
}

/** How many of its sign-ups claim an address of this host. */
export interface HostCount {
  readonly host: string
  readonly count: number
}

/** Those of one pool who wait in a digest. */
export interface DigestOfPool {
  readonly poolId: string
  readonly waiting: number
  /** How many of them have evidence that warns. */
  readonly warned: number
  /** When the one that waits longest signed up. */
  readonly since: Date
  /** The hosts of most of them, the most first. */
  readonly hosts: readonly HostCount[]
}

/** How fast they come: how many signed up within so many milliseconds, up to the latest. */
export interface Pace {
  readonly count: number
  readonly within: number
  readonly latest: Date
}

/** What a digest tells. */
export interface Digest {
  readonly pools: readonly DigestOfPool[]
  /** Null if there are too few to tell, or they took too long for a rush. */
  readonly pace: Pace | null
  /** The most first. */
  readonly results: readonly (DigestResult & { readonly count: number })[]
}

/** The hosts that a digest names in each pool, at most. */
export const mostHosts = 5

/** How many of those who wait tell the pace: at least and at most. */
export const toldPace = { fewest: 5, most: 100 } as const

/** If they took longer, in milliseconds, there is no rush to tell of. */
const longestPace = 6 * 60 * 60_000

/** `latest` are when the last of them signed up, the newest first. */
export function paceOf(latest: readonly Date[]): Pace | null {
  const [last, first] = [latest[0], latest.at(-1)]
  if (last === undefined || first === undefined || latest.length < toldPace.fewest) return null
  const within = last.getTime() - first.getTime()
  return within > longestPace ? null : { count: latest.length, within, latest: last }
}

/** How many of its people still wait for a decision. */
export function waitingIn({ pools }: Digest): number {
  return pools.reduce((sum, { waiting }) => sum + waiting, 0)
}

/** How many of its people have been decided about. */
export function decidedIn({ results }: Digest): number {
  return results.reduce((sum, { count }) => sum + count, 0)
}
