// What the flows need of the store. Every function is one transaction; times that decide anything are the store's own.
import type { ConfirmAnswer, LookUp } from './attempt.ts'
import type { Click, ClickEnd, NewClick, Submission } from './click.ts'
import type { CommandAnswer } from './command.ts'
import type { Person } from './person.ts'
import type { Ending, Failure } from './round.ts'
import type { SeenSignUp } from './sign-up.ts'
import type { CardEntry } from './workspace.ts'

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
