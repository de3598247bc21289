// What a person asked for, written down with its end.
import type { CommandAnswer, Request } from './command.ts'
import type { FailureReason } from './failure.ts'
import type { Refusal } from './may-decide.ts'
import type { Person } from './person.ts'
import type { Confirmed, Ending } from './round.ts'

/** What came in from Slack, before it was written down. */
export interface NewClick {
  /** The button's value: a round's id, or something else that a stale card held. Empty until a command leads to one. */
  readonly roundId: string
  /** What was typed or asked for; null where the button of a card was clicked. */
  readonly request: Request | null
  /** Asked for where no card of the channel shows the end: it is told privately, whatever it is. */
  readonly isPrivate: boolean
  readonly by: Person
  readonly channel: string
  /** The message that was clicked; null where there was none. */
  readonly messageTs: string | null
  /** A credential for at most 30 minutes: where a private answer can be posted. */
  readonly responseUrl: string | null
  /** The same for every delivery of the same click. */
  readonly deliveryKey: string
  /** Slack's envelope id. */
  readonly slackRequestId: string | null
}

/** A click in the store. */
export interface Click extends NewClick {
  readonly id: string
  readonly at: Date
  /** The same for all approvals that one form asked for; null for a click of its own. */
  readonly bulkId: string | null
}

/** A form that somebody sent off: it approves what it listed. */
export interface Submission {
  /** The click that opened the form. */
  readonly formId: string
  readonly by: Person
  readonly slackRequestId: string | null
}

/** How a click ended. Every one of them is told: by the card, or privately. */
export type ClickEnd =
  | { readonly kind: 'confirmed'; readonly ending: Confirmed }
  /** Somebody or something else ended the round while this click held it. */
  | { readonly kind: 'overtaken'; readonly ending: Ending }
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  | { readonly kind: 'refused'; readonly because: Refusal }
  /** Slack did not say who is an approver. */
  | { readonly kind: 'unchecked' }
  /** Somebody else was first: they hold the claim (`ending` null), or the round had ended. */
  | { readonly kind: 'late'; readonly first: Person | null; readonly ending: Ending | null }
  | { readonly kind: 'expired' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'unknown-round' }
  /** A command that asked for an answer, or got one instead of a decision. */
  | { readonly kind: 'answered'; readonly answer: CommandAnswer }

/** Whether the card itself tells this end, or the form that it opened; the others are told privately. */
export function isToldByCard(click: Click, end: ClickEnd): boolean {
  if (end.kind === 'superseded' || click.bulkId !== null) return true
  if (end.kind === 'answered') return end.answer.kind === 'approve-all'
  return !click.isPrivate && (end.kind === 'confirmed' || end.kind === 'overtaken' || end.kind === 'failed')
}
