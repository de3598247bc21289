// What Details shows of one sign-up: what Cognito says now, and what happened to it.
import type { CardEntry } from './card-entry.ts'
import type { ClickEnd } from './click.ts'
import type { DigestList } from './digest-list.ts'
import type { Evidence } from './evidence.ts'
import type { Pool } from './pool.ts'
import type { ReadProblem } from './pool-read.ts'
import type { PoolUser } from './sign-up.ts'
import type { HistoryPage } from './sign-up-history.ts'
import type { UserSearch } from './user-search.ts'

/** What Cognito's list showed of the user. */
export type SeenUser =
  | { readonly kind: 'found'; readonly user: PoolUser }
  | { readonly kind: 'not-listed' }
  | { readonly kind: 'unread'; readonly problem: ReadProblem }

/** Who else has the user's e-mail address, or their phone number. */
export interface Sharing {
  readonly attribute: 'email' | 'phone_number'
  readonly others: UserSearch | { readonly kind: 'unread'; readonly problem: ReadProblem }
}

/** The sign-up as its latest round has it. */
export interface KnownDetails {
  readonly entry: CardEntry
  readonly history: HistoryPage
}

export interface Details extends KnownDetails {
  readonly pool: Pool
  readonly seen: SeenUser
  readonly sharing: readonly Sharing[]
  /** As it is now; null without an e-mail address. */
  readonly evidence: Evidence | null
}

/** What the modal shows. */
export type DetailsPage =
  | { readonly kind: 'loading' }
  | { readonly kind: 'details'; readonly details: Details }
  /** A page of the history that is not the first. */
  | { readonly kind: 'older'; readonly pool: Pool; readonly known: KnownDetails }
  /** A page of a digest's list instead. */
  | { readonly kind: 'digest-list'; readonly list: DigestList }
  /** A decision that was made in it is being carried out. */
  | { readonly kind: 'deciding' }
  /** Nothing is shown to this person, for this reason. */
  | {
      readonly kind: 'withheld'
      readonly end: ClickEnd
      readonly clicker: string
      readonly poolName: string | null
    }
  /** Countersign could not read what it wanted to show. */
  | { readonly kind: 'failed' }
  /** Slack refused what it was to show; `error` is its code. */
  | { readonly kind: 'refused-by-slack'; readonly error: string }
