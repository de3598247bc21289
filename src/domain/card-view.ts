// What a message shows and where it is, as posting and drawing pass it on.
import { never } from '../shared/never.ts'
import type { BulkApproval } from './bulk-approval.ts'
import type { CardEntry } from './card-entry.ts'
import type { PoolDay } from './daily-digest.ts'
import type { EvidenceRules } from './evidence.ts'
import type { Drawn } from './message.ts'
import type { Pool } from './pool.ts'
import { isUndecided } from './reminder.ts'

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

/** One of those whom a reminder names. */
export interface Reminded extends CardEntry {
  /** Since when it waits. */
  readonly since: Date
  /** Where its card is; null if it has none. */
  readonly card: Place | null
}

/** What a message shows, as its rows were read. */
export type Shown =
  /** One sign-up, or several in a rush, with the bulk approvals asked for on the message, newest last. */
  | {
      readonly kind: 'cards'
      readonly entries: readonly CardEntry[]
      readonly bulks: readonly BulkApproval[]
      /** Slack refused the card of this one sign-up: it is drawn in its plainest form. */
      readonly isPlain: boolean
    }
  | { readonly kind: 'held-back'; readonly heldBack: HeldBack }
  /** Sign-ups of a channel that wait for too long, the longest first, and how many more there were when it was planned. */
  | {
      readonly kind: 'reminder'
      readonly named: readonly Reminded[]
      readonly more: number
      readonly isPlain: boolean
    }
  /** What happened in pools of a channel. It never changes. */
  | { readonly kind: 'daily'; readonly days: readonly PoolDay[]; readonly isPlain: boolean }

/** One message, and the rows behind it. */
export interface CardView {
  /** Opaque; the message's metadata carries it. */
  readonly messageId: string
  readonly pool: Pool
  readonly shown: Shown
  /** All pools of its channel: those of a reminder or a daily digest may be several. */
  readonly pools?: readonly Pool[]
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
  /** Whether it gets no reminder, daily digest or mention then; never if left out. Pure. */
  readonly isQuiet?: (at: Date) => boolean
}

/** The versions that are written down once these rows were drawn. */
export function drawnOf({ shown, version }: Pick<ReadRows, 'shown' | 'version'>): Drawn {
  const entries = entriesOf(shown)
  return { version, rounds: Object.fromEntries(entries.map(({ round }) => [round.id, round.version])) }
}

/** Whether somebody still has to decide about what it shows. */
export function showsWaiting(shown: Shown): boolean {
  return entriesOf(shown).some(({ round }) => round.state.kind === 'waiting')
}

/** The sign-ups that it shows. */
function entriesOf(shown: Shown): readonly CardEntry[] {
  if (shown.kind === 'cards') return shown.entries
  return shown.kind === 'reminder' ? shown.named : []
}

/** Whether nothing about it can change any more: it need not be drawn again. A card may always be taken back. */
export function isOver(shown: Shown): boolean {
  switch (shown.kind) {
    case 'cards':
      return false
    case 'held-back':
      return shown.heldBack.count === 0
    case 'reminder':
      return !shown.named.some(isUndecided)
    case 'daily':
      return true
    default:
      return never(shown)
  }
}

/** Null if no such pool is configured in the message's channel. */
export function poolIn({ pool, pools = [] }: Pick<CardView, 'pool' | 'pools'>, poolId: string): Pool | null {
  return [pool, ...pools].find(({ id }) => id === poolId) ?? null
}
