// What the flows need of the store. Every function is one transaction; times that decide anything are the store's own.
import type { CardEntry, Place, Shown } from './workspace.ts'

/** A known round at a certain version: what was learnt since is applied only if the version is still the same. */
export interface KnownRound {
  readonly roundId: string
  readonly sub: string
  readonly version: number
}

/** A message that is to be posted, or was posted without an answer. */
export interface Posting {
  readonly messageId: string
  readonly poolId: string
  readonly channel: string
  readonly attemptId: string
  readonly sinceMsAgo: number
  readonly since: Date
}

/** A message with the rows behind it, under a drawer's fence. */
export interface Drawing {
  readonly messageId: string
  readonly poolId: string
  readonly place: Place
  readonly fence: number
  readonly shown: Shown
  /** The version of what the message tells besides its rounds. */
  readonly version: number
}

/** Where messages may be posted now: the pools whose cards one channel shows. */
export interface PostingPlace {
  readonly channel: string
  readonly pools: readonly {
    readonly poolId: string
    /** How many rounds one message may share. */
    readonly mostRounds: number
  }[]
  /** Messages that are to be left alone for now. */
  readonly resting: readonly string[]
}

/** A message that is about to be posted. */
export interface BegunPosting {
  readonly messageId: string
  readonly poolId: string
  readonly attemptId: string
  readonly shown: Shown
  readonly version: number
}

export interface MessageLedger {
  /** Of the rounds that want a card in these pools, all but the `most` that wait longest get none. Says how many. */
  holdBack(poolIds: readonly string[], most: number): Promise<number>
  hasUnposted(place: PostingPlace): Promise<boolean>
  /**
   * Takes what is to be posted next, which is written down before it is sent: a message that Slack did not take, what
   * tells of rounds without a card, or the rounds that wait longest: one, or several where more than a few wait. Null
   * where there is nothing.
   */
  beginPosting(place: PostingPlace): Promise<BegunPosting | null>
  /** False where another attempt became the message: then this one is to be deleted. `drawn` is null where nobody knows what it shows. */
  notePosted(
    messageId: string,
    attemptId: string,
    place: Place,
    drawn: Pick<BegunPosting, 'shown' | 'version'> | null,
  ): Promise<boolean>
  /** Slack answered that it did not post: the message may be posted again. */
  endPosting(messageId: string, attemptId: string): Promise<void>
  /** Nobody knows whether it was posted, and it was not found: it may be posted again, and is looked for once more. */
  giveUpPosting(messageId: string, attemptId: string): Promise<void>
  /** A second copy of the message may stand in its channel. */
  noteDoubt(messageId: string): Promise<void>
  /** Posted messages of which a second copy may stand in their channel by now. */
  doubtful(): Promise<readonly { readonly messageId: string; readonly place: Place; readonly since: Date }[]>
  /** No second copy is left. */
  noteSingle(messageId: string): Promise<void>
  /** Postings whose answer has not come. */
  openPostings(): Promise<readonly Posting[]>
  /** Messages whose rows are newer than what was drawn, for longer than a quick call takes. */
  outdated(): Promise<readonly { readonly messageId: string; readonly isShared: boolean }[]>
  /** Null where the message is drawn by another, not posted, gone, or up to date. */
  startDrawing(messageId: string, drawer: string): Promise<Drawing | null>
  /** Notes what was drawn and frees the message. `isOutdated` where its rows are newer already. */
  finishDrawing(drawing: Drawing): Promise<{ readonly isOutdated: boolean }>
  abandonDrawing(drawing: Drawing): Promise<void>
  /** Perhaps the message shows something older than what was noted: it is to be drawn once more. */
  distrustDrawing(messageId: string): Promise<void>
  /** Messages with a round that is not settled, where no pool puts its cards. `place` is null before they are posted. */
  misplaced(
    places: readonly { readonly poolId: string; readonly channel: string }[],
  ): Promise<readonly { readonly messageId: string; readonly place: Place | null }[]>
  /** The sign-ups that a message shows; null where it is not known. */
  shownBy(
    messageId: string,
  ): Promise<{ readonly poolId: string; readonly entries: readonly CardEntry[] } | null>
  /** Whether the channel was searched for cards of a lost store. */
  hasReadHistory(channel: string): Promise<boolean>
  noteHistoryRead(channel: string): Promise<void>
  knowsMessage(messageId: string): Promise<boolean>
  /** The message is no longer in Slack. */
  noteGone(messageId: string): Promise<void>
  /** Whether the message there is one that counts, one that counted once, or one that no row knows. */
  standing(place: Place): Promise<'live' | 'gone' | 'unknown'>
  /** Messages that show this round. */
  showing(roundId: string): Promise<readonly { readonly messageId: string; readonly place: Place | null }[]>
}
