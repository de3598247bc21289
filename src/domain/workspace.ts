// What the flows need of Slack: cards to draw.
import type { BulkApproval } from './bulk-approval.ts'
import type { Pool } from './pool.ts'
import type { Round } from './round.ts'
import type { SignUp } from './sign-up.ts'

/** Sign-ups that wait without a card of their own. */
export interface HeldBack {
  readonly count: number
  /** When the one that waits longest signed up; null where none is left. */
  readonly since: Date | null
}

/** What a message shows, as its rows were read. */
export type Shown =
  /** One sign-up, or several in a rush, with what was asked for all of them at once: the newest last. */
  | {
      readonly kind: 'cards'
      readonly entries: readonly CardEntry[]
      readonly bulks: readonly BulkApproval[]
    }
  | { readonly kind: 'held-back'; readonly heldBack: HeldBack }

/** One sign-up as its card shows it. */
export interface CardEntry {
  readonly signUp: SignUp
  readonly round: Round
}

/** Whether it can be approved from Slack: it waits, and Cognito can take it for no other. */
export function isOpen({ signUp, round }: CardEntry): boolean {
  return round.state.kind === 'waiting' && !signUp.isImitation
}

/** One message, and the rows behind it. */
export interface CardView {
  /** Opaque; the message's metadata carries it. */
  readonly messageId: string
  readonly pool: Pool
  readonly shown: Shown
}

/** Where a message is. */
export interface Place {
  readonly channel: string
  readonly ts: string
}

/** What Slack made of a request. `error` is Slack's own word; `retryAfter` is in milliseconds. */
export type SlackAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'no-answer' }

/** Why it was not done. */
export type SlackRefusal = Exclude<SlackAnswer, { kind: 'done' }>

/** Where messages were found, or why the channel's history was not shown. */
type FindAnswer = { readonly kind: 'found'; readonly places: readonly Place[] } | SlackRefusal

export interface Cards {
  post(view: CardView): Promise<SlackRefusal | { readonly kind: 'posted'; readonly ts: string }>
  redraw(view: CardView, place: Place): Promise<SlackAnswer>
  /** Takes the buttons off a message that no row knows. */
  closeStray(place: Place): Promise<SlackAnswer>
  remove(place: Place): Promise<SlackAnswer>
  /** Our own messages with this id, oldest first. */
  find(channel: string, messageId: string, since: Date): Promise<FindAnswer>
  /** Our own messages that can be clicked, or tell how many have no card; null where Slack gives no usable answer. */
  findOpen(channel: string, since: Date): Promise<readonly FoundCard[] | null>
}

/** A message of ours that is not closed, as the channel's history shows it. */
export interface FoundCard {
  readonly messageId: string
  readonly place: Place
}
