// What a message shows and where it is, as posting and drawing pass it on.
import type { BulkDecision } from './bulk-decision.ts'
import type { CardEntry } from './card-entry.ts'
import type { EvidenceRules } from './evidence.ts'
import type { Drawn } from './message.ts'
import type { Pool } from './pool.ts'

/** Where a message is. */
export interface Place {
  readonly channel: string
  readonly ts: string
}

/** A pool's waiting sign-ups that have no card. */
export interface HeldBack {
  readonly count: number
  /** When the one that waits longest signed up; null if none waits. */
  readonly since: Date | null
}

/** What a message shows, as its rows were read. */
export type Shown =
  /** One sign-up, or several in a rush, with the bulk approvals asked for on the message, newest last. */
  | {
      readonly kind: 'cards'
      readonly entries: readonly CardEntry[]
      readonly bulks: readonly BulkDecision[]
      /** Slack refused the card of this one sign-up: it is drawn in its plainest form. */
      readonly isPlain: boolean
    }
  | { readonly kind: 'held-back'; readonly heldBack: HeldBack }

/** One message, and the rows behind it. */
export interface CardView {
  /** Opaque; the message's metadata carries it. */
  readonly messageId: string
  readonly pool: Pool
  readonly shown: Shown
  /** The user group that is mentioned, by its id. Only a message that is posted mentions one: no update does. */
  readonly mention?: string | null
}

/** What a message shows, and the version of its rows at which they were read. */
export interface ReadRows {
  readonly messageId: string
  readonly poolId: string
  readonly shown: Shown
  readonly version: number
}

/** A message that is about to be posted. */
export interface BegunPosting extends ReadRows {
  readonly attemptId: string
  /** The user group that this attempt mentions, by its id; null if none. */
  readonly mention: string | null
}

/** A message with the rows behind it, under a drawer's fence. */
export interface Drawing extends ReadRows {
  readonly place: Place
  readonly fence: number
}

/** A channel that takes messages now, and the pools whose cards it shows. */
export interface PostingPlace {
  readonly channel: string
  readonly pools: readonly {
    readonly poolId: string
    /** How many of these, from the first, may share a message: at least one. Pure. */
    readonly howManyShare: (entries: readonly CardEntry[]) => number
    readonly evidenceRules: EvidenceRules
  }[]
  /** Messages that pause after Slack refused them. */
  readonly pausing: readonly string[]
}

/** The versions that are written down once these rows were drawn. */
export function drawnOf({ shown, version }: Pick<ReadRows, 'shown' | 'version'>): Drawn {
  const entries = shown.kind === 'cards' ? shown.entries : []
  return { version, rounds: Object.fromEntries(entries.map(({ round }) => [round.id, round.version])) }
}

/** Whether somebody still has to decide about what it shows. */
export function showsWaiting(shown: Shown): boolean {
  return shown.kind === 'cards' && shown.entries.some(({ round }) => round.state.kind === 'waiting')
}
