// What the flows need of the store. Every function is one transaction; times that decide anything are the store's own.
import type { ConfirmAnswer, LookUp } from './attempt.ts'
import type { Click, ClickEnd, NewClick, Submission } from './click.ts'
import type { CommandAnswer } from './command.ts'
import type { Person } from './person.ts'
import type { Ending, Failure } from './round.ts'
import type { SeenSignUp } from './sign-up.ts'
import type { CardEntry, Place, Shown } from './workspace.ts'

/** A known round at a certain version: what was learnt since is applied only if the version is still the same. */
export interface KnownRound {
  readonly roundId: string
  readonly sub: string
  readonly version: number
}

export interface DiscoveryLedger {
  /** Rounds that wait and are not claimed, at the start of a scan. */
  waiting(poolId: string): Promise<readonly KnownRound[]>
  /**
   * Writes down who is new, and what changed about those who wait; names those who wait again after their round was
   * settled. Until the pool's list was read whole for the first time, sign-ups older than `backlogAge` (milliseconds) get
   * no card.
   */
  record(
    seen: readonly SeenSignUp[],
    backlogAge?: number,
  ): Promise<{
    readonly added: number
    readonly changed: number
    readonly settledBefore: readonly KnownRound[]
  }>
  /** The pool's list was read whole: from now on every new sign-up gets a card. Writes only the first time. */
  noteScanned(poolId: string): Promise<void>
  /** Settles a waiting round as seen outside. False where it changed meanwhile. */
  observe(round: KnownRound, ending: Ending, awsRequestId: string | null): Promise<boolean>
  /** Starts the next round of a sign-up whose last one is settled. False where it changed meanwhile. */
  reopen(round: KnownRound): Promise<boolean>
}

type ClaimResult =
  | { readonly kind: 'claimed'; readonly fence: number }
  | { readonly kind: 'late'; readonly first: Person | null; readonly ending: Ending | null }
  /** It turned out in the last moment that another sign-up can be taken for this one. */
  | { readonly kind: 'imitation' }
  /** The click has its end already, so there is nothing to do. */
  | { readonly kind: 'ended' }

export interface DecisionLedger {
  /** Null where this very click was written down before. Supersedes the person's older unclaimed clicks on the round. */
  writeDown(click: NewClick): Promise<Click | null>
  /**
   * All that a form asks for, in one transaction: a click for each round that it listed. No clicks where it was sent before;
   * null where this person has no such form.
   */
  writeDownAll(submission: Submission): Promise<readonly Click[] | null>
  /** What a click is about; null where no row knows its round. */
  entry(roundId: string): Promise<CardEntry | null>
  claim(clickId: string, holder: string): Promise<ClaimResult>
  /** Takes a dead holder's claim: one whose lease is over, or any where `isOwner`. Null where it is held or gone. */
  takeOver(roundId: string, holder: string, isOwner: boolean): Promise<number | null>
  /** Written before a call is sent. Null where the fence is no longer the round's: then nothing may be sent. */
  beginAttempt(attempt: {
    readonly roundId: string
    readonly clickId: string
    readonly fence: number
  }): Promise<string | null>
  /** `look` is what was seen after it, where somebody looked. */
  answerAttempt(attemptId: string, answer: ConfirmAnswer, look?: LookUp): Promise<void>
  /** Who made the earliest call on this sign-up that may have confirmed it unseen; null where there is none. */
  unanswered(poolId: string, sub: string): Promise<Person | null>
  /** The round's ending, its click's end and the audit event. False where the fence is no longer the round's. */
  settle(settlement: {
    readonly roundId: string
    readonly clickId: string
    readonly fence: number
    readonly ending: Ending
    readonly end: ClickEnd
    readonly awsRequestId: string | null
  }): Promise<boolean>
  /** Back to waiting, with the reason. False where the fence is no longer the round's. */
  release(release: {
    readonly roundId: string
    readonly clickId: string
    readonly fence: number
    readonly failure: Failure
    readonly end: ClickEnd
  }): Promise<boolean>
  /** Ends a click that holds no claim; a failure given is shown by the waiting round's card. False where it had ended, or holds one. */
  end(clickId: string, end: ClickEnd, failure: Failure | null): Promise<boolean>
}

export interface CommandLedger {
  /** The latest rounds of these sign-ups, as far as they are known. */
  latest(signUps: readonly { readonly poolId: string; readonly sub: string }[]): Promise<readonly CardEntry[]>
  /** A command has led to a round: from now on its click is one on that round. Null where the click has ended. */
  resolve(clickId: string, roundId: string): Promise<Click | null>
  /** What this click was answered, if it was this person's command. */
  answerTo(clickId: string, by: Person): Promise<CommandAnswer | null>
}

/** A click without an end, and the claim it holds. */
interface UnendedClick {
  readonly click: Click
  readonly holdsClaim: boolean
  /** Its claim is another's no more: its lease is over. */
  readonly isLeaseOver: boolean
  readonly ageMs: number
}

export interface RecoveryLedger {
  unended(): Promise<readonly UnendedClick[]>
  /** The only process on the store knows that whoever was drawing is dead. */
  freeDrawers(): Promise<void>
  /** Forgets response_urls that are no longer valid. */
  forgetResponseUrls(): Promise<void>
}

/** An ended click whose end was not told yet. */
export interface UntoldClick {
  readonly click: Click
  readonly end: ClickEnd
  readonly entry: CardEntry | null
  /** The rounds that a command's answer shows, and how many there are in all. */
  readonly listed: readonly CardEntry[]
  readonly total: number
  readonly endedMsAgo: number
}

export interface TellingLedger {
  untold(clickId?: string): Promise<readonly UntoldClick[]>
  noteTold(clickId: string): Promise<void>
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
  /** What the message tells besides its rounds, at which version and when it was read. */
  readonly version: number
  readonly readAt: Date
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
