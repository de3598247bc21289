// A round: its states, and the only way from one to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import {
  advanceTally,
  areCounted,
  lapsedIn,
  type Relied,
  type Tally,
  type TallyEvent,
  tallyFormat,
  voided,
  withApproval,
} from './approvals.ts'
import { type Decision, decisionFormat, deniedFormat } from './decision.ts'
import type { Evidence } from './evidence.ts'
import { failureReasonFormat } from './failure.ts'
import { advanceLooking, type LookingEvent, lookingAfterApproval, lookingFormat } from './looking.ts'
import { type Person, personFormat } from './person.ts'
import type { Step } from './step.ts'
import { storedDate } from './stored-date.ts'
import { lapsedFormat, notDoneFormat, type Origin, undoneFormat } from './way-back.ts'

export const confirmedFormat = z
  .object({
    kind: z.literal('confirmed'),
    by: personFormat,
    /** All whose approvals counted, where several had to approve; left out where one was enough. */
    approvers: z.array(personFormat).readonly().optional(),
    at: storedDate,
    /** `probable` if the call got no answer, or its function's failure for one, and a look-up showed the user confirmed. */
    certainty: z.enum(['answered', 'probable']),
    /** What the pool's post confirmation function said when it failed after the confirmation; null if it did not fail. */
    functionError: z.string().nullable(),
    /** The pool wants nobody called able to sign in before they are in its groups; left out otherwise. */
    signInNeedsGroup: z.literal(true).optional(),
  })
  .readonly()

export type Confirmed = z.infer<typeof confirmedFormat>

/** No longer waiting, but not through us. `status` is Cognito's `UserStatus`. */
const elsewhereFormat = z.object({
  kind: z.literal('confirmed-elsewhere'),
  status: z.string(),
  at: storedDate,
  /** What the pool's function said, which failed in our own call, after which the user is confirmed and disabled. */
  functionError: z.string().optional(),
})

export const endingFormat = z
  .discriminatedUnion('kind', [
    confirmedFormat,
    deniedFormat,
    elsewhereFormat,
    undoneFormat,
    notDoneFormat,
    lapsedFormat,
    /** A confirmation as it was written down before, which Cognito's list still denied long afterwards. */
    z.object({
      kind: z.literal('disproved'),
      said: z.discriminatedUnion('kind', [confirmedFormat, elsewhereFormat]),
      at: storedDate,
      isEnabled: z.boolean(),
    }),
    z.object({ kind: z.literal('disabled'), at: storedDate }),
    z.object({ kind: z.literal('gone'), at: storedDate }),
  ])
  .readonly()

/** How a round ended. A settled round stays settled. */
export type Ending = z.infer<typeof endingFormat>

type Confirmation = Extract<Ending, { kind: 'disproved' }>['said']

const failureFormat = z
  .object({
    decision: decisionFormat,
    reason: failureReasonFormat,
    by: personFormat,
    at: storedDate,
    /** AWS's. */
    requestId: z.string().nullable(),
  })
  .readonly()

/** Why a decision did not go through; the round waits again. */
export type Failure = z.infer<typeof failureFormat>

/** The right to decide a round. A holder with an older fence can no longer write. */
const claimFormat = z
  .object({
    clickId: z.string(),
    decision: decisionFormat,
    by: personFormat,
    holder: z.string(),
    fence: z.number(),
    since: storedDate,
    until: storedDate,
    /** The approvals that count, this click's among them. */
    tally: tallyFormat.optional(),
    /** What the card shows changed under the claim: its approvals end with it. */
    factsChanged: z.boolean().optional(),
  })
  .readonly()

export const roundStateFormat = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('waiting'),
      failure: failureFormat.nullable(),
      tally: tallyFormat.optional(),
      looking: lookingFormat.optional(),
    }),
    z.object({ kind: z.literal('claimed'), claim: claimFormat }),
    z.object({ kind: z.literal('settled'), ending: endingFormat }),
  ])
  .readonly()

export type RoundState = z.infer<typeof roundStateFormat>

/** A round as its row holds it. `fence` is the highest so far; `version` rises with every change. */
export interface Round {
  /** Opaque; all that a button's value holds. */
  readonly id: string
  readonly number: number
  readonly version: number
  readonly fence: number
  readonly state: RoundState
  /** As it was when its card was planned. Absent before, for older rounds, and where nothing is known of an address. */
  readonly evidence?: Evidence
  /** Null if it was not opened by somebody who wants to take something back. */
  readonly origin?: Origin | null
  /** The sign-up has a later round. */
  readonly isFollowed?: boolean
  /** Until when its ending can be undone; null if it can't be, or not any more. */
  readonly undoUntil?: Date | null
  /** What is done about its sign-up after the confirmation. Left out if nothing is, and where a later round tells it. */
  readonly steps?: readonly Step[]
}

export type RoundEvent =
  | {
      readonly kind: 'claim'
      readonly clickId: string
      readonly decision: Decision
      readonly by: Person
      readonly holder: string
      readonly now: Date
      readonly until: Date
      /** Left out by a decision that needs no approvals: it claims the round whatever counts. */
      readonly relied?: Relied
    }
  | TallyEvent
  | LookingEvent
  /** The card shows something else than whoever approved has seen. */
  | { readonly kind: 'change-facts'; readonly now: Date }
  /** A claim goes to another holder: its lease is over, or an owner knows that the old holder is dead. */
  | {
      readonly kind: 'take-over'
      readonly holder: string
      readonly now: Date
      readonly until: Date
      readonly isOwner: boolean
    }
  /** `undoFor` is how long that can be undone, in milliseconds; not at all if left out. */
  | { readonly kind: 'settle'; readonly fence: number; readonly ending: Ending; readonly undoFor?: number }
  | { readonly kind: 'release'; readonly fence: number; readonly failure: Failure }
  /** The way back that claimed the round has worked: it waits for a decision. */
  | { readonly kind: 'let-wait'; readonly fence: number }
  /** A decision ended before it was claimed, in a way that the card tells. */
  | { readonly kind: 'note-failure'; readonly failure: Failure }
  /** It has waited since then, which is too long for its pool. */
  | { readonly kind: 'lapse'; readonly now: Date; readonly since: Date }
  /** Seen outside while the round is unclaimed. */
  | { readonly kind: 'observe'; readonly ending: Ending; readonly undoFor?: number }
  /** The time is over in which its ending can be undone. */
  | { readonly kind: 'end-undo'; readonly now: Date }
  /** The user whom the round calls confirmed is not. */
  | { readonly kind: 'disprove'; readonly now: Date; readonly isEnabled: boolean }

export type Transition =
  | { readonly kind: 'changed'; readonly state: RoundState; readonly fence: number }
  | { readonly kind: 'refused' }

const refused: Transition = { kind: 'refused' }

/** The one transition function: what an event makes of a round, or that it does not apply. */
export function advance(round: Round, event: RoundEvent): Transition {
  switch (event.kind) {
    case 'claim':
      return claimWaiting(round, event)
    case 'add-approval':
    case 'drop-approvals':
      return countAnew(round, event)
    case 'look-into':
    case 'stop-looking':
    case 'end-looking':
      return changeLooking(round, event)
    case 'change-facts':
      return changeFacts(round, event)
    case 'take-over':
      return takeOver(round, event)
    case 'settle':
      return holdsFence(round, event.fence)
        ? changed(round, { kind: 'settled', ending: event.ending })
        : refused
    case 'release':
      return release(round, event)
    case 'let-wait':
      return holdsFence(round, event.fence) ? changed(round, { kind: 'waiting', failure: null }) : refused
    case 'note-failure':
      return round.state.kind === 'waiting'
        ? changed(round, { ...round.state, failure: event.failure })
        : refused
    case 'observe':
      return round.state.kind === 'waiting'
        ? changed(round, { kind: 'settled', ending: event.ending })
        : refused
    case 'lapse':
      return lapse(round, event)
    case 'end-undo':
      return round.undoUntil != null && round.undoUntil <= event.now ? changed(round, round.state) : refused
    case 'disprove':
      return disprove(round, event)
    default:
      return never(event)
  }
}

function claimWaiting(round: Round, event: Extract<RoundEvent, { kind: 'claim' }>): Transition {
  if (round.state.kind !== 'waiting') return refused
  const { tally } = round.state
  const { relied, now } = event
  if (relied !== undefined && !areCounted(tally, relied.on, now)) return refused
  return claim(round, event, { ...event, tally: withApproval(tally, relied?.own ?? null) })
}

/** A failure before an approval that counts is no news any more. */
function countAnew(round: Round, event: TallyEvent): Transition {
  if (round.state.kind !== 'waiting') return refused
  const tally = advanceTally(round.state.tally, event)
  if (tally === null) return refused
  if (event.kind === 'drop-approvals') return changed(round, { ...round.state, tally })
  const looking = lookingAfterApproval(round.state.looking, event.relied.own.by)
  return changed(round, { kind: 'waiting', failure: null, tally, looking })
}

function changeLooking(round: Round, event: LookingEvent): Transition {
  if (round.state.kind !== 'waiting') return refused
  const next = advanceLooking(round.state.looking, event)
  return next === null ? refused : changed(round, { ...round.state, ...next })
}

/** Under a claim they are still needed: whoever takes it over has to know them. */
function changeFacts(round: Round, { now }: Extract<RoundEvent, { kind: 'change-facts' }>): Transition {
  const { state } = round
  if (state.kind === 'settled' || (state.kind === 'claimed' && state.claim.factsChanged === true))
    return refused
  const tally = voided(tallyOf(state), now)
  if (tally === null) return refused
  return state.kind === 'waiting'
    ? changed(round, { ...state, tally })
    : changed(round, { kind: 'claimed', claim: { ...state.claim, factsChanged: true } })
}

/** Not while somebody looks into it, nor what somebody wishes who waits for others: an approval that counts, or that a user be let in again. */
function lapse(round: Round, { now, since }: Extract<RoundEvent, { kind: 'lapse' }>): Transition {
  const { state, origin } = round
  if (state.kind !== 'waiting' || origin?.kind === 'let-in') return refused
  if (state.looking !== undefined && state.looking.until > now) return refused
  const counted = (state.tally?.given ?? []).length - lapsedIn(state.tally, now).length
  return counted > 0
    ? refused
    : changed(round, { kind: 'settled', ending: { kind: 'lapsed', at: now, since } })
}

/** The approvals that count in a round that is not over; undefined if none ever has. */
export function tallyOf(state: RoundState): Tally | undefined {
  if (state.kind === 'settled') return undefined
  return state.kind === 'waiting' ? state.tally : state.claim.tally
}

/** The approvals stay: they were given for what the card still shows, and any of their givers may try again. */
function release(round: Round, { fence, failure }: Extract<RoundEvent, { kind: 'release' }>): Transition {
  if (round.state.kind !== 'claimed' || round.state.claim.fence !== fence) return refused
  const { tally, factsChanged } = round.state.claim
  const left = factsChanged === true ? voided(tally, failure.at) : tally
  return changed(round, { kind: 'waiting', failure, tally: left ?? tally })
}

function disprove(round: Round, event: Extract<RoundEvent, { kind: 'disprove' }>): Transition {
  const { now: at, isEnabled } = event
  const said = round.state.kind === 'settled' ? confirmationIn(round.state.ending) : null
  if (said === null) return refused
  return changed(round, { kind: 'settled', ending: { kind: 'disproved', said, at, isEnabled } })
}

/** The ending, if it says that the user is confirmed; otherwise null. */
export function confirmationIn(ending: Ending): Confirmation | null {
  if (ending.kind === 'confirmed') return ending
  return ending.kind === 'confirmed-elsewhere' && ending.status === 'CONFIRMED' ? ending : null
}

/** Whether the user stays on Cognito's list of those who wait although the round is over. */
export function isLeftWaiting(ending: Ending, origin: Origin | null = null): boolean {
  if (ending.kind === 'not-done')
    return origin?.kind === 'resume' || (origin?.kind === 'reopen' && origin.denied.account.kind === 'kept')
  if (ending.kind === 'lapsed') return true
  return ending.kind === 'denied' && ending.account.kind === 'kept'
}

function takeOver(round: Round, event: Extract<RoundEvent, { kind: 'take-over' }>): Transition {
  if (round.state.kind !== 'claimed') return refused
  const { claim: old } = round.state
  if (!event.isOwner && event.now < old.until) return refused
  return claim(round, event, old)
}

interface Holding {
  readonly holder: string
  readonly now: Date
  readonly until: Date
}

interface Claiming {
  readonly clickId: string
  readonly decision: Decision
  readonly by: Person
  readonly tally?: Tally | undefined
  readonly factsChanged?: boolean | undefined
}

function claim(
  round: Round,
  { holder, now: since, until }: Holding,
  { clickId, decision, by, tally, factsChanged }: Claiming,
): Transition {
  const fence = round.fence + 1
  const state: RoundState = {
    kind: 'claimed',
    claim: { clickId, decision, by, holder, fence, since, until, tally, factsChanged },
  }
  return { kind: 'changed', state, fence }
}

function changed(round: Round, state: RoundState): Transition {
  return { kind: 'changed', state, fence: round.fence }
}

function holdsFence(round: Round, fence: number): boolean {
  return round.state.kind === 'claimed' && round.state.claim.fence === fence
}

/** A round at a known version. What is learnt about it is applied only if the version is still the same. */
export interface KnownRound {
  readonly roundId: string
  readonly sub: string
  readonly version: number
  /** It is to let a disabled user in again: that they are disabled is to be expected. */
  readonly isToEnable?: boolean
}

/** A settled round whose user Cognito lists as waiting. */
export interface SettledRound extends KnownRound {
  readonly settledAt: Date
  /** It says that the user is confirmed. */
  readonly isConfirmation: boolean
}
