// One time that a sign-up waits for a decision: its states, and the only way from one to the next.
import { never } from '../shared/never.ts'
import type { FailureReason } from './failure.ts'
import type { Person } from './person.ts'

/** How a round ended. A settled round stays settled. */
export type Ending =
  | Confirmed
  /** No longer waiting, and not by us. `status` is Cognito's `UserStatus`. */
  | { readonly kind: 'confirmed-elsewhere'; readonly status: string; readonly at: Date }
  | { readonly kind: 'disabled'; readonly at: Date }
  | { readonly kind: 'gone'; readonly at: Date }

export interface Confirmed {
  readonly kind: 'confirmed'
  readonly by: Person
  readonly at: Date
  /** `probable` where the call that did it got no answer, so that we know it from a later look. */
  readonly certainty: 'answered' | 'probable'
  /** What the pool's post confirmation function said when it failed after the confirmation; null where it did not. */
  readonly functionError: string | null
}

/** Why an approval did not go through, so that somebody can try again. `requestId` is AWS's. */
export interface Failure {
  readonly reason: FailureReason
  readonly by: Person
  readonly at: Date
  readonly requestId: string | null
}

/** The right to decide a round. Whoever holds an older fence can no longer write. */
interface Claim {
  readonly clickId: string
  readonly by: Person
  readonly holder: string
  readonly fence: number
  readonly since: Date
  readonly until: Date
}

export type RoundState =
  | { readonly kind: 'waiting'; readonly failure: Failure | null }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'settled'; readonly ending: Ending }

/** A round as its row holds it. `fence` is the highest that was ever given out, `version` rises with every change. */
export interface Round {
  /** Opaque; all that a button's value holds. */
  readonly id: string
  readonly number: number
  readonly version: number
  readonly fence: number
  readonly state: RoundState
}

export type RoundEvent =
  | {
      readonly kind: 'claim'
      readonly clickId: string
      readonly by: Person
      readonly holder: string
      readonly now: Date
      readonly until: Date
    }
  /** Somebody's claim goes to another holder: its lease is over, or `owner` knows that its holder is dead. */
  | {
      readonly kind: 'take-over'
      readonly holder: string
      readonly now: Date
      readonly until: Date
      readonly isOwner: boolean
    }
  | { readonly kind: 'settle'; readonly fence: number; readonly ending: Ending }
  | { readonly kind: 'release'; readonly fence: number; readonly failure: Failure }
  /** An approval ended before it was claimed, in a way that the card tells. */
  | { readonly kind: 'note-failure'; readonly failure: Failure }
  /** Seen outside, while nobody holds a claim. */
  | { readonly kind: 'observe'; readonly ending: Ending }

export type Transition =
  | { readonly kind: 'changed'; readonly state: RoundState; readonly fence: number }
  | { readonly kind: 'refused' }

const refused: Transition = { kind: 'refused' }

/** The one transition function: what an event makes of a round, or that it does not apply. */
export function advance(round: Round, event: RoundEvent): Transition {
  switch (event.kind) {
    case 'claim':
      return round.state.kind === 'waiting' ? claim(round, event, event.clickId, event.by) : refused
    case 'take-over':
      return takeOver(round, event)
    case 'settle':
      return holdsFence(round, event.fence)
        ? changed(round, { kind: 'settled', ending: event.ending })
        : refused
    case 'release':
      return holdsFence(round, event.fence)
        ? changed(round, { kind: 'waiting', failure: event.failure })
        : refused
    case 'note-failure':
      return round.state.kind === 'waiting'
        ? changed(round, { kind: 'waiting', failure: event.failure })
        : refused
    case 'observe':
      return round.state.kind === 'waiting'
        ? changed(round, { kind: 'settled', ending: event.ending })
        : refused
    default:
      return never(event)
  }
}

function takeOver(round: Round, event: Extract<RoundEvent, { kind: 'take-over' }>): Transition {
  if (round.state.kind !== 'claimed') return refused
  const { clickId, by, until } = round.state.claim
  if (!event.isOwner && event.now < until) return refused
  return claim(round, event, clickId, by)
}

interface Holding {
  readonly holder: string
  readonly now: Date
  readonly until: Date
}

function claim(round: Round, { holder, now, until }: Holding, clickId: string, by: Person): Transition {
  const fence = round.fence + 1
  const state: RoundState = { kind: 'claimed', claim: { clickId, by, holder, fence, since: now, until } }
  return { kind: 'changed', state, fence }
}

function changed(round: Round, state: RoundState): Transition {
  return { kind: 'changed', state, fence: round.fence }
}

function holdsFence(round: Round, fence: number): boolean {
  return round.state.kind === 'claimed' && round.state.claim.fence === fence
}
