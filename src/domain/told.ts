// What a private answer is made of.

import type { CardEntry } from './card-entry.ts'
import type { Addressee, ClickEnd } from './click.ts'
import type { Pool } from './pool.ts'
import type { NamedPoolRead } from './pool-read.ts'
import type { PrivateWord } from './private-word.ts'
import type { SignUp } from './sign-up.ts'
import type { HistoryPage } from './sign-up-history.ts'

/** How a click ended, with its sign-up if that is known. */
export interface Told {
  readonly click: Addressee
  readonly end: ClickEnd
  readonly signUp: SignUp | null
  readonly poolName: string | null
  /** The rounds that a command's answer shows, and how many there are in all. */
  readonly listed: readonly ListedEntry[]
  readonly total: number
  /** How many of them have lapsed; left out if none has. */
  readonly lapsed?: number
  /** When each pool of a list was read. */
  readonly reads: readonly NamedPoolRead[]
  /** What happened to the one that is listed; left out if it was not asked for. */
  readonly history?: HistoryPage
  /** Left out, or null, unless a card or a bulk approval's message has told it already. */
  readonly word?: PrivateWord | null
}

/** One of several sign-ups in a private answer. */
export interface ListedEntry extends CardEntry {
  readonly pool: Pool
}

/** `undeliverable` if Slack takes no answer for this person at all. */
export type Telling = 'told' | 'try-later' | 'undeliverable'
