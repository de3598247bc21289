// A click: a request that is written down, and how it ended.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { droppedFormat } from './approvals.ts'
import { type CommandAnswer, commandAnswerFormat } from './command.ts'
import { decisionFormat, deniedFormat } from './decision.ts'
import { failureReasonFormat } from './failure.ts'
import { isAboutSignUp, refusalFormat } from './may-decide.ts'
import { type Person, personFormat } from './person.ts'
import type { Asked, ClickRequest, Request, ToldBy } from './request.ts'
import { confirmedFormat, endingFormat } from './round.ts'
import { deedFormat } from './step.ts'
import { uncheckedFormat } from './unchecked.ts'
import { undoneFormat } from './way-back.ts'

/** What came in from Slack, before it is written down. */
export type NewClick = Asked<ClickRequest>

/** A list form that was submitted: it decides about those who are chosen in it. */
export type Submission = Asked<Extract<Request, { kind: 'submit-form' }>>

/** The form that approves one sign-up was submitted. */
export type ApprovalSubmission = Asked<Extract<Request, { kind: 'submit-approval' }>>

/** The form that denies one sign-up was submitted. */
export type DenialSubmission = Asked<Extract<Request, { kind: 'submit-denial' }>>

/** A click in the store. */
export interface Click extends NewClick {
  readonly id: string
  readonly at: Date
  /** Null for a command until it claims a round, or ends because of one. */
  readonly roundId: string | null
  /** Shared by all decisions that one form asked for; null for any other click. */
  readonly bulkId: string | null
}

/** How a click ended. Every end is told: see `tellerOf`. */
export const clickEndFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('confirmed'), ending: confirmedFormat }),
    z.object({ kind: z.literal('denied'), ending: deniedFormat }),
    /** The sign-up's next round waits for a decision. */
    z.object({ kind: z.literal('reopened') }),
    z.object({ kind: z.literal('undone'), ending: undoneFormat }),
    /** The round was ended from elsewhere while this click held the claim. */
    z.object({ kind: z.literal('overtaken'), ending: endingFormat }),
    z.object({ kind: z.literal('failed'), decision: decisionFormat, reason: failureReasonFormat }),
    z.object({ kind: z.literal('refused'), because: refusalFormat }),
    /** It is unknown whether this person may decide, or one whose approval counts already (`of`) still may. */
    z.object({ kind: z.literal('unchecked'), because: uncheckedFormat, of: personFormat.optional() }),
    /**
     * An approval that was not the last one needed: with it there are `have`. It was not counted again if one by `already`
     * counts, which is their own. `dropped` are earlier ones that this click found not to count any more.
     */
    z.object({
      kind: z.literal('counted'),
      have: z.number(),
      needed: z.number(),
      already: personFormat.nullable(),
      dropped: z.array(droppedFormat).readonly(),
    }),
    /** Their approval no longer counts, as they wished. */
    z.object({ kind: z.literal('withdrawn') }),
    /** No approval of theirs counts that they could withdraw. */
    z.object({ kind: z.literal('nothing-to-withdraw') }),
    /** These failed steps after the confirmation are tried again. */
    z.object({ kind: z.literal('trying-again'), deeds: z.array(deedFormat).readonly() }),
    /** No step has failed that could be tried again. */
    z.object({ kind: z.literal('nothing-to-try') }),
    /** The card shows that they look into the sign-up, or, as they wished, not any more. */
    z.object({ kind: z.literal('looking') }),
    z.object({ kind: z.literal('stopped-looking') }),
    /** It was not shown. */
    z.object({ kind: z.literal('was-not-looking') }),
    /** Another click was first: it holds the claim (`ending` is null), or the round had ended. */
    z.object({ kind: z.literal('late'), first: personFormat.nullable(), ending: endingFormat.nullable() }),
    /** Somebody else took back how the round ended, and the next one waits; null if it was seen to wait again. */
    z.object({ kind: z.literal('followed'), first: personFormat.nullable() }),
    /** The round that was named can't be taken back like this, or not any more. */
    z.object({ kind: z.literal('not-offered'), decision: decisionFormat }),
    z.object({ kind: z.literal('expired') }),
    /** Slack got no acknowledgement, because nobody knew whether it was saved: it must not be carried out. */
    z.object({ kind: z.literal('not-taken') }),
    z.object({ kind: z.literal('superseded') }),
    z.object({ kind: z.literal('unknown-round') }),
    /** The button is another store's: another Countersign answers for it. */
    z.object({ kind: z.literal('other-store') }),
    /** It asked for information, or got some instead of a decision. */
    z.object({ kind: z.literal('answered'), answer: commandAnswerFormat }),
  ])
  .readonly()

export type ClickEnd = z.infer<typeof clickEndFormat>

/** What tells a click's end. An earlier answer told the same person the same refusal. Slack tells that a form was not taken, and leaves it open. If a card, a form or a bulk approval's message is too late, a private answer steps in. */
export const tellerFormat = z.enum([
  'card',
  'bulk',
  'form',
  'newer-click',
  'earlier-answer',
  'slack',
  'private-answer',
])

export type Teller = z.infer<typeof tellerFormat>

/** Whether something that came before or after has told a click's end: nothing more is to be done. */
export function isToldAlready(teller: Teller): boolean {
  return teller === 'newer-click' || teller === 'earlier-answer' || teller === 'slack'
}

/** Whether this end shows that the clicker may decide. Without that, others don't read who they are. */
export function showsRightToDecide(end: ClickEnd): boolean {
  switch (end.kind) {
    case 'confirmed':
    case 'denied':
    case 'reopened':
    case 'undone':
    case 'overtaken':
    case 'failed':
    case 'counted':
    case 'late':
    case 'followed':
    case 'not-offered':
    case 'trying-again':
    case 'nothing-to-try':
    case 'looking':
      return true
    case 'refused':
      return isAboutSignUp(end.because)
    case 'unchecked':
    case 'expired':
    case 'not-taken':
    case 'superseded':
    case 'unknown-round':
    case 'other-store':
    case 'answered':
    // Whoever approved may withdraw even after they lost the right.
    case 'withdrawn':
    case 'nothing-to-withdraw':
    // So may whoever looked.
    case 'stopped-looking':
    case 'was-not-looking':
      return false
    default:
      return never(end)
  }
}

/**
 * A card shows only what changed its round, and a bulk approval's message only what somebody did who may decide. Everything
 * else is for the clicker alone.
 */
export function tellerOf(toldBy: ToldBy, end: ClickEnd): Teller {
  if (end.kind === 'superseded') return 'newer-click'
  if (toldBy === 'bulk' && end.kind === 'not-taken') return 'slack'
  if (toldBy === 'bulk') return showsRightToDecide(end) ? 'bulk' : 'private-answer'
  if (end.kind === 'answered' && isForm(end.answer)) return 'form'
  return toldBy === 'card' && changesRound(end) ? 'card' : 'private-answer'
}

function isForm({ kind }: CommandAnswer): boolean {
  return kind === 'approve-all' || kind === 'deny-all' || kind === 'approve-form' || kind === 'deny-form'
}

function changesRound(end: ClickEnd): boolean {
  if (end.kind === 'counted') return end.already === null
  return cardEnds.includes(end.kind)
}

const cardEnds: readonly ClickEnd['kind'][] = [
  'confirmed',
  'denied',
  'reopened',
  'undone',
  'overtaken',
  'failed',
  'withdrawn',
  'looking',
  'stopped-looking',
  'trying-again',
]

/** Who gets a private answer, and how to reach them. */
export interface Addressee {
  /** The click that they are told about. */
  readonly id: string
  readonly at: Date
  readonly by: Person
  readonly channel: string | null
  readonly responseUrl: string | null
  /** If it is one of several approvals that a form asked for, what they share. */
  readonly bulkId?: string | null
}
