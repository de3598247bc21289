// What a message shows and where it is, as posting and drawing pass it on.
import type { BulkDecision } from './bulk-decision.ts'
import type { CardEntry } from './card-entry.ts'
import type { PoolDay } from './daily-digest.ts'
import { type Digest, waitingIn } from './digest.ts'
import type { EvidenceRules } from './evidence.ts'
import type { Drawn } from './message.ts'
import type { Pool } from './pool.ts'
import { isUndecided } from './reminder.ts'

/** Where a message is. */
export interface Place {
  readonly channel: string
  readonly ts: string
}

/** One sign-up, or several, with the bulk decisions asked for on the message, newest last. */
interface ShownCards {
  readonly kind: 'cards'
  readonly entries: readonly CardEntry[]
  readonly bulks: readonly BulkDecision[]
  /** Slack refused the card of this one sign-up: it is drawn in its plainest form. */
  readonly isPlain: boolean
}

/** Those who wait while there are too many for a card each. */
interface ShownDigest {
  readonly kind: 'digest'
  readonly digest: Digest
  readonly bulks: readonly BulkDecision[]
  /** Slack refused it: it is drawn without any text of a stranger's. */
  readonly isPlain: boolean
}

/** One of those whom a reminder names. */
export interface Reminded extends CardEntry {
  /** Since when it waits. */
  readonly since: Date
  /** Where its card is; null if it has none. */
  readonly card: Place | null
}

/** Sign-ups of a channel that wait for too long, the longest first, and how many more there were when it was planned. */
interface ShownReminder {
  readonly kind: 'reminder'
  readonly named: readonly Reminded[]
  readonly more: number
  /** Slack refused it: it is drawn without names. */
  readonly isPlain: boolean
}

/** What happened in pools of a channel. It never changes. */
interface ShownDaily {
  readonly kind: 'daily'
  readonly days: readonly PoolDay[]
  readonly isPlain: boolean
}

/** What a message shows, as its rows were read. */
export type Shown = ShownCards | ShownDigest | ShownReminder | ShownDaily

/** One message, and the rows behind it. */
interface View {
  /** Opaque; the message's metadata carries it. */
  readonly messageId: string
  /** The user group that is mentioned, by its id. Only a message that is posted mentions one: no update does. */
  readonly mention?: string | null
}

export interface CardsView extends View {
  readonly pool: Pool
  readonly shown: ShownCards
}

export interface DigestView extends View {
  /** The pools of its channel. */
  readonly pools: readonly Pool[]
  readonly shown: ShownDigest
}

export interface ReminderView extends View {
  /** The pools of its channel. */
  readonly pools: readonly Pool[]
  readonly shown: ShownReminder
}

export interface DailyView extends View {
  /** The pools of its channel. */
  readonly pools: readonly Pool[]
  readonly shown: ShownDaily
}

export type CardView = CardsView | DigestView | ReminderView | DailyView

export function isDigestView(view: CardView): view is DigestView {
  return view.shown.kind === 'digest'
}

export function isReminderView(view: CardView): view is ReminderView {
  return view.shown.kind === 'reminder'
}

export function isDailyView(view: CardView): view is DailyView {
  return view.shown.kind === 'daily'
}

/** Null if its pool is not in the configuration. */
export function viewOf(
  { messageId, poolId, shown }: Pick<ReadRows, 'messageId' | 'poolId' | 'shown'>,
  channel: string,
  pools: readonly Pool[],
): CardView | null {
  const inChannel = pools.filter((pool) => pool.channel === channel)
  if (shown.kind === 'digest') return { messageId, shown, pools: inChannel }
  if (shown.kind === 'reminder') return { messageId, shown, pools: inChannel }
  if (shown.kind === 'daily') return { messageId, shown, pools: inChannel }
  const pool = pools.find(({ id }) => id === poolId)
  return pool === undefined ? null : { messageId, shown, pool }
}

/** What a message shows, and the version of its rows at which they were read. */
export interface ReadRows {
  readonly messageId: string
  /** Empty for what is its channel's. */
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
  /** If more than these want a card there, a digest stands for them. */
  readonly rushAt: number
  readonly pools: readonly {
    readonly poolId: string
    /** Its list is being read, so that more may come at any moment. */
    readonly isRead: boolean
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
  const entries = entriesIn(shown)
  return { version, rounds: Object.fromEntries(entries.map(({ round }) => [round.id, round.version])) }
}

/** Whether somebody still has to decide about what it shows. */
export function showsWaiting(shown: Shown): boolean {
  return shown.kind === 'digest'
    ? waitingIn(shown.digest) > 0
    : entriesIn(shown).some(({ round }) => round.state.kind === 'waiting')
}

/** The sign-ups that it names, each by itself. */
export function entriesIn(shown: Shown): readonly CardEntry[] {
  if (shown.kind === 'cards') return shown.entries
  return shown.kind === 'reminder' ? shown.named : []
}

/** Whether it has nothing left to say, so that it is not drawn again. */
export function isOver(shown: Shown): boolean {
  return shown.kind === 'daily' || (shown.kind === 'reminder' && !shown.named.some(isUndecided))
}
