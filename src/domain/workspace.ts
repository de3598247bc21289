// What the flows need of Slack: people to ask about, cards to draw, and private answers to give.
import type { Click, ClickEnd } from './click.ts'
import type { Claimant } from './may-decide.ts'
import type { Person } from './person.ts'
import type { Pool } from './pool.ts'
import type { Round } from './round.ts'
import type { SignUp } from './sign-up.ts'

/** Sign-ups that wait without a card of their own. */
export interface HeldBack {
  readonly count: number
  /** When the one that waits longest signed up; null where none is left. */
  readonly since: Date | null
}

/** Approvals that one person asked for at once, as far as they have got. */
export interface BulkApproval {
  readonly id: string
  readonly by: Person
  readonly asked: number
  readonly ended: readonly BulkEnd[]
}

/** How one of them ended. `signUp` is null where no row knows it any more. */
export interface BulkEnd {
  readonly signUp: SignUp | null
  readonly end: ClickEnd
}

export interface People {
  /** All that deciding needs to know of a person; `unavailable` where Slack did not say. */
  claimant(
    person: Person,
    pool: Pool,
  ): Promise<{ readonly kind: 'known'; readonly claimant: Claimant } | { readonly kind: 'unavailable' }>
}

/** One sign-up as its card shows it. */
export interface CardEntry {
  readonly signUp: SignUp
  readonly round: Round
}

/** Whether it can be approved from Slack: it waits, and Cognito can take it for no other. */
export function isOpen({ signUp, round }: CardEntry): boolean {
  return round.state.kind === 'waiting' && !signUp.isImitation
}

/** What Slack made of a request. `error` is Slack's own word; `retryAfter` is in milliseconds. */
export type SlackAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'no-answer' }

/** Why it was not done. */
export type SlackRefusal = Exclude<SlackAnswer, { kind: 'done' }>

/** What a private answer says: how a click ended, and on whom, where we know the sign-up. */
export interface Told {
  readonly click: Click
  readonly end: ClickEnd
  readonly signUp: SignUp | null
  readonly poolName: string | null
  /** The rounds that a command's answer shows, and how many there are in all. */
  readonly listed: readonly ListedEntry[]
  readonly total: number
}

/** One of several sign-ups in a private answer. */
export interface ListedEntry extends CardEntry {
  readonly pool: Pool
}

/** The form in which somebody approves several sign-ups at once. */
export interface ApproveAllForm {
  /** The click that opens it; comes back with the submission. */
  readonly clickId: string
  readonly pool: Pool
  readonly entries: readonly CardEntry[]
}

export interface Forms {
  /** `trigger` is Slack's right to open one form, for 3 s. */
  open(form: ApproveAllForm, trigger: string): Promise<SlackAnswer>
}

export interface PrivateAnswers {
  /** `undeliverable` where Slack takes no answer for this person at all. */
  tell(told: Told): Promise<'told' | 'try-later' | 'undeliverable'>
}
