// What counts of what people asked for, written down with its end.
import { z } from 'zod'
import { commandAnswerFormat } from './command.ts'
import { failureReasonFormat } from './failure.ts'
import { refusalFormat } from './may-decide.ts'
import { type Person, personFormat } from './person.ts'
import type { Asked, ClickRequest, Request, ToldBy } from './request.ts'
import { confirmedFormat, endingFormat } from './round.ts'

/** What came in from Slack, before it is written down. */
export type NewClick = Asked<ClickRequest>

/** Somebody sent off a form: it approves what it listed. */
export type Submission = Asked<Extract<Request, { kind: 'submit-form' }>>

/** A click in the store. */
export interface Click extends NewClick {
  readonly id: string
  readonly at: Date
  /** The round that it is about. A command is about none until it claims one, or ends because of one. */
  readonly roundId: string | null
  /** The same for all approvals that one form asked for; null for a click of its own. */
  readonly bulkId: string | null
}

/** How a click ended. Every end is told: see `tellerOf`. */
export const clickEndFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('confirmed'), ending: confirmedFormat }),
    /** Somebody or something else ended the round while this click held it. */
    z.object({ kind: z.literal('overtaken'), ending: endingFormat }),
    z.object({ kind: z.literal('failed'), reason: failureReasonFormat }),
    z.object({ kind: z.literal('refused'), because: refusalFormat }),
    /** Slack did not say who is an approver. */
    z.object({ kind: z.literal('unchecked') }),
    /** Somebody else was first: they hold the claim (`ending` null), or the round had ended. */
    z.object({ kind: z.literal('late'), first: personFormat.nullable(), ending: endingFormat.nullable() }),
    z.object({ kind: z.literal('expired') }),
    z.object({ kind: z.literal('superseded') }),
    z.object({ kind: z.literal('unknown-round') }),
    /** It asked for an answer, or got one instead of a decision. */
    z.object({ kind: z.literal('answered'), answer: commandAnswerFormat }),
  ])
  .readonly()

export type ClickEnd = z.infer<typeof clickEndFormat>

/** What tells a click's end first. A private answer stands in for a card, a form or a message that does not come. */
export const tellerFormat = z.enum(['card', 'bulk', 'form', 'newer-click', 'private-answer'])

export type Teller = z.infer<typeof tellerFormat>

/** A card shows only what became of its round; what else is to be said is for whoever asked. */
export function tellerOf(toldBy: ToldBy, end: ClickEnd): Teller {
  if (end.kind === 'superseded') return 'newer-click'
  if (toldBy === 'bulk') return 'bulk'
  if (end.kind === 'answered' && end.answer.kind === 'approve-all') return 'form'
  const changesRound = end.kind === 'confirmed' || end.kind === 'overtaken' || end.kind === 'failed'
  return toldBy === 'card' && changesRound ? 'card' : 'private-answer'
}

/** Whom something is told privately, and how they can be reached. */
export interface Addressee {
  /** The click that they are told about. */
  readonly id: string
  readonly at: Date
  readonly by: Person
  readonly channel: string | null
  readonly responseUrl: string | null
}
