// What happened to one sign-up, in all its rounds: each event as its row tells it.
import { z } from 'zod'
import { type DroppedBecause, droppedBecauseFormat } from './approvals.ts'
import { type AnsweredAttempt, callFormat } from './attempt.ts'
import { type ClickEnd, clickEndFormat } from './click.ts'
import type { HistoryPlace } from './history-place.ts'
import type { Person } from './person.ts'
import { type Ending, endingFormat } from './round.ts'
import { type Deed, deedFormat, type StepState, stepStateFormat } from './step.ts'

/** An event's row. `kind` begins with `click-`, `seen-`, `approval-`, `call-` or `step-`, or is `noticed` or `lapsed`. */
export interface HistoryRow extends HistoryPlace {
  readonly kind: string
  readonly by: Person | null
  /** JSON. */
  readonly outcome: string | null
}

export type Happening =
  /** Countersign saw the sign-up for the first time. */
  | { readonly kind: 'noticed' }
  | { readonly kind: 'ended'; readonly by: Person; readonly end: ClickEnd }
  /** `answer` is null if there was none, or not yet. */
  | {
      readonly kind: 'called'
      readonly by: Person
      readonly call: AnsweredAttempt['call']
      readonly answer: CallEnd | null
    }
  | { readonly kind: 'seen'; readonly ending: Ending }
  /** A step after the confirmation has ended, at least for now. */
  | { readonly kind: 'step'; readonly deed: Deed; readonly state: StepState }
  | { readonly kind: 'waiting-again' }
  /** This person's approval no longer counts. */
  | { readonly kind: 'dropped'; readonly by: Person; readonly because: DroppedBecause }
  /** A row that another version wrote, of this kind. */
  | { readonly kind: 'unreadable'; readonly what: string }

/** How a call was answered: by one of `AnsweredAttempt`'s answers. `requestId` is AWS's. */
export interface CallEnd {
  readonly kind: string
  readonly requestId: string | null
}

export interface HistoryEvent {
  readonly place: HistoryPlace
  readonly happening: Happening
}

/** Some of the history, newest first. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  /** Whether there are older ones. */
  readonly goesOn: boolean
  /** How many there are in all; at most `mostCounted`. */
  readonly total: number
}

/** How many events a page may have. */
export const historyPage = 20

/** More are not counted: that would take too long. */
export const mostCounted = 1000

/** Ends of clicks that are no part of a sign-up's history: they only opened a form, asked for a list, or came again. */
export const leftOutOfHistory = ['click-answered', 'click-superseded', 'details-opened'] as const

const answerFormat = z.object({ kind: z.string(), requestId: z.string().nullable().default(null) })
const stepSaid = z.object({ deed: deedFormat, state: stepStateFormat })
const seenFormat = z.union([endingFormat, z.object({ kind: z.literal('waiting-again') })])

export function historyEvent(row: HistoryRow): HistoryEvent {
  const { at, id, kind } = row
  return { place: { at, id }, happening: happeningIn(row) ?? { kind: 'unreadable', what: kind } }
}

/** Null if this version can't read it. */
function happeningIn({ kind, by, outcome }: HistoryRow): Happening | null {
  if (kind === 'noticed') return { kind }
  const said: unknown = outcome === null ? null : JSON.parse(outcome)
  if (kind === 'lapsed' || kind.startsWith('seen-')) {
    const seen = seenFormat.safeParse(said)
    if (!seen.success) return null
    return seen.data.kind === 'waiting-again' ? seen.data : { kind: 'seen', ending: seen.data }
  }
  if (kind.startsWith('step-')) {
    const step = stepSaid.safeParse(said)
    return step.success ? { kind: 'step', ...step.data } : null
  }
  if (by === null) return null
  if (kind.startsWith('click-')) {
    const end = clickEndFormat.safeParse(said)
    return end.success ? { kind: 'ended', by, end: end.data } : null
  }
  if (kind.startsWith('approval-')) {
    const because = droppedBecauseFormat.safeParse(kind.replace(/^approval-/, ''))
    return because.success ? { kind: 'dropped', by, because: because.data } : null
  }
  const call = callFormat.safeParse(kind.replace(/^call-/, ''))
  const answer = answerFormat.nullable().safeParse(said)
  return call.success && answer.success ? { kind: 'called', by, call: call.data, answer: answer.data } : null
}
