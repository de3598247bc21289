// App Home: what an approver looks at there, and what it shows.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import type { CardEntry } from './card-entry.ts'
import { mostWarnings } from './evidence.ts'
import type { Person } from './person.ts'
import type { Pool } from './pool.ts'
import type { SlackRefusal } from './slack-answer.ts'
import { idFormat, isStorable } from './stored-text.ts'

/** How many sign-ups a page shows. */
export const homePage = 20

/** How long somebody counts as looking after they last opened App Home, or did something there; in milliseconds. */
export const looksFor = 10 * 60_000

/** A round in the order of a list. `warnings` is less than 0 as long as nobody counted them. */
const placeFormat = z.object({
  id: idFormat,
  signedUpAt: z.number().int(),
  warnings: z.number().int().min(-1).max(mostWarnings),
})

export type HomePlace = Readonly<z.infer<typeof placeFormat>>

const orderFormat = z.enum(['longest', 'warnings'])

export type HomeOrder = z.infer<typeof orderFormat>

/** What somebody looks at. Each is null for everything; `page` for the first. */
export const homeLookFormat = z.object({
  order: orderFormat,
  poolId: idFormat.nullable(),
  host: z
    .string()
    .refine((host) => isStorable(host, 253))
    .nullable(),
  page: z
    .object({
      number: z.number().int().min(1).max(1_000_000),
      from: z.enum(['after', 'before']),
      place: placeFormat,
    })
    .nullable(),
})

export type HomeLook = Readonly<z.infer<typeof homeLookFormat>>

export const firstLook: HomeLook = { order: 'longest', poolId: null, host: null, page: null }

/** What is looked at, with the first and the last on the page: what the view's `private_metadata` holds. */
const shownLookFormat = z.object({
  look: homeLookFormat,
  first: placeFormat.nullable(),
  last: placeFormat.nullable(),
})

export type ShownLook = Readonly<z.infer<typeof shownLookFormat>>

/** `metadata` comes from outside: what makes no sense is the first page of everything. */
export function readShownLook(metadata: string): ShownLook {
  const nothing = { look: firstLook, first: null, last: null }
  try {
    return shownLookFormat.safeParse(JSON.parse(metadata)).data ?? nothing
  } catch {
    return nothing
  }
}

/** What is pressed or chosen in App Home to look at something else. */
export type HomeTurn =
  | { readonly kind: 'order'; readonly order: string }
  /** `all` for every one of them. */
  | { readonly kind: 'pool' | 'host'; readonly chosen: string }
  | { readonly kind: 'first' | 'previous' | 'next' }

/** No pool and no host is called so. */
export const all = '*'

export function turnedTo({ look, first, last }: ShownLook, turn: HomeTurn): HomeLook {
  const number = look.page?.number ?? 1
  switch (turn.kind) {
    case 'order':
      return { ...look, order: orderFormat.catch('longest').parse(turn.order), page: null }
    case 'pool':
      return readable({ ...look, poolId: turn.chosen === all ? null : turn.chosen, page: null })
    case 'host':
      return readable({ ...look, host: turn.chosen === all ? null : turn.chosen, page: null })
    case 'first':
      return { ...look, page: null }
    case 'next':
      return last === null ? look : { ...look, page: { number: number + 1, from: 'after', place: last } }
    case 'previous':
      if (first === null || number <= 2) return { ...look, page: null }
      return { ...look, page: { number: number - 1, from: 'before', place: first } }
    default:
      return never(turn)
  }
}

function readable(look: HomeLook): HomeLook {
  return homeLookFormat.safeParse(look).data ?? firstLook
}

/** Who waits in one pool. */
export interface PoolWaiting {
  readonly poolId: string
  readonly count: number
  /** When the one that waits longest signed up; null if nobody waits. */
  readonly since: Date | null
}

/** One of a page. */
export interface HomeEntry extends CardEntry {
  readonly place: HomePlace
}

/** What a team decides, as the list of decisions counts it. */
export const outcomes = ['confirmed', 'denied', 'undone', 'reopened'] as const

export type Outcome = (typeof outcomes)[number]

export type OutcomeCounts = Readonly<Partial<Record<Outcome, number>>>

/** A decision of the team. */
export interface PastOutcome {
  readonly outcome: Outcome
  readonly at: Date
  readonly by: Person
  readonly entry: CardEntry
}

export interface RecentDecisions {
  /** In the last 24 hours, and in the last 7 days. */
  readonly day: OutcomeCounts
  readonly week: OutcomeCounts
  /** Newest first. */
  readonly last: readonly PastOutcome[]
}

/** What the store tells about the pools of one approver. */
export interface HomeFacts {
  /** As it turned out: a page that is over is the first again. */
  readonly look: HomeLook
  readonly waiting: readonly PoolWaiting[]
  /** How many wait of those that the look lets through. */
  readonly total: number
  readonly entries: readonly HomeEntry[]
  readonly hasPrevious: boolean
  readonly hasNext: boolean
  /** From which hosts most of them come, the most first; at most as many as a menu takes. */
  readonly hosts: readonly { readonly host: string; readonly count: number }[]
  readonly decided: RecentDecisions
}

/** What App Home shows to one person. */
export type Home =
  | { readonly kind: 'queue'; readonly pools: readonly Pool[]; readonly facts: HomeFacts }
  /** They are no approver: nothing is told, not even why. */
  | { readonly kind: 'withheld' }
  /** Slack did not say whether they are. */
  | { readonly kind: 'unchecked' }
  /** They have not looked for long. */
  | { readonly kind: 'put-away' }
  | { readonly kind: 'failed' }

/** What was published for somebody, as its row has it. */
export interface PublishedHome {
  readonly person: Person
  readonly look: HomeLook
  /** Slack's word for the view; null if unknown. */
  readonly hash: string | null
  /** A digest of what was drawn. */
  readonly drawn: string
  /** When they last opened it, or did something there. */
  readonly seenAt: Date
  /** As of when its rows were read. */
  readonly readAt: Date
}

/** What became of publishing. */
export type HomePublishing =
  | { readonly kind: 'published'; readonly hash: string | null; readonly drawn: string }
  /** It shows that already. */
  | { readonly kind: 'same' }
  /** There were too many others. */
  | { readonly kind: 'later' }
  | SlackRefusal

/** Slack's word if something else was published meanwhile. */
export const overtaken = 'hash_conflict'
