// What deciding writes down: claims, attempts and how rounds ended. Each function is one transaction.
import { type Relied, reliesOnNone } from '../../domain/approvals.ts'
import type { AnsweredAttempt, BegunAttempt, Call, Update } from '../../domain/attempt.ts'
import {
  type ClaimResult,
  type HeldClaim,
  type LettingWait,
  lateFor,
  type Release,
  type Settlement,
} from '../../domain/claim.ts'
import type { ClickEnd } from '../../domain/click.ts'
import { claimLease } from '../../domain/deadlines.ts'
import { isApproval } from '../../domain/decision.ts'
import type { Entitlement } from '../../domain/entitlement.ts'
import { wayBackFrom } from '../../domain/next-round.ts'
import { type Failure, type RoundEvent, tallyOf } from '../../domain/round.ts'
import type { Deed } from '../../domain/step.ts'
import { decisionMade } from '../../domain/way-back.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import {
  answerAttempt,
  earliestUnanswered,
  earliestUnseenDenial,
  earliestUnseenUpdate,
  insertAttempt,
} from './attempts.ts'
import { followEnding } from './change-steps.ts'
import { findClick, noteClaim, type StoredClick } from './clicks.ts'
import { endClick } from './end-click.ts'
import { markImitations } from './imitations.ts'
import { readShowing } from './messages.ts'
import { openByClick } from './next-rounds.ts'
import { changeRound, holdsClaim, readLatestRound, readRound, readTries, type StoredRound } from './rounds.ts'

interface Claiming {
  readonly click: StoredClick
  readonly holder: string
  readonly entitlement: Entitlement | null
  readonly relied: Relied
}

/** The part of the store that deciding works with. */
export function decisionLedger({ transact, newId }: StoreParts) {
  /** Ends a claim and its click together. Returns the messages that show the round. */
  const endClaim = (
    { roundId, clickId, end, answered, ...call }: Settlement | LettingWait | Release,
    event: RoundEvent,
    awsRequestId: string | null,
    deeds: readonly Deed[] = [],
  ) =>
    transact(async (tx, now): Promise<readonly string[] | null> => {
      // Even if the claim is lost, since Cognito has answered all the same.
      if (answered !== null) await answerAttempt(tx, now, answered)
      const stored = await readRound(tx, roundId)
      const click = await findClick(tx, clickId)
      if (stored === null || click === null) return null
      const changed = await changeRound(tx, now, stored.round, event)
      if (changed === null) return null
      const roundVersion = changed.version
      const ended = { ...call, click, end, stored, roundVersion, awsRequestId }
      await endClick(tx, { id: newId(), at: now }, ended)
      if (event.kind === 'settle') {
        await followEnding(tx, { now, newId, awsRequestId }, stored, event.ending, deeds)
        if (event.ending.kind === 'gone') await markImitations(tx, now, stored.signUp)
      }
      return (await readShowing(tx, roundId)).map(({ id }) => id)
    })

  /** An approval begins with a call, which is written down with the claim. */
  const claimRound = async (
    tx: Tx,
    now: number,
    stored: StoredRound,
    { click, holder, entitlement, relied }: Claiming,
  ): Promise<ClaimResult> => {
    const { id: clickId, by } = click
    const { signUp, signUpId, round } = stored
    const decision = decisionMade(click.request, round.origin)
    if (decision === null) throw new Error('A form claims no round')
    const until = new Date(now + claimLease)
    const holding = { clickId, decision, by, holder, now: new Date(now), until } as const
    const event: RoundEvent = { kind: 'claim', ...holding, ...(isApproval(decision) ? { relied } : {}) }
    const claimed = await changeRound(tx, now, round, event)
    if (claimed === null) return round.state.kind === 'waiting' ? { kind: 'recount' } : lateFor(round.state)
    await noteClaim(tx, click, round.id, entitlement)
    const { fence, origin = null } = claimed
    const approvers = (tallyOf(claimed.state)?.given ?? []).map((approval) => approval.by)
    const claim = { kind: 'claimed', roundId: round.id, origin, fence, signUp, approvers } as const
    if (decision !== 'approve') return { ...claim, attempt: null }
    const call = { signUpId, roundId: round.id, clickId, by, call: 'confirm', fence } as const
    return { ...claim, attempt: await insertAttempt(tx, now, { id: newId(), ...call }) }
  }

  return {
    /**
     * Claims this round for the click, or the next one if the click takes back how this one ended. An approval claims only if
     * exactly those count on which it relies.
     */
    claim: (
      clickId: string,
      roundId: string,
      holder: string,
      entitlement: Entitlement | null = null,
      relied: Relied = reliesOnNone,
    ) =>
      transact(async (tx, now): Promise<ClaimResult> => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return { kind: 'ended' }
        // Another process carried out this command at the same time and claimed a different round.
        if (click.roundId !== null && click.roundId !== roundId) return { kind: 'ended' }
        const stored = await readRound(tx, roundId)
        if (stored === null) return { kind: 'ended' }
        if (stored.signUp.isImitation) return { kind: 'imitation' }
        const way = wayBackFrom(click.request, stored.round)
        const claiming = { click, holder, entitlement, relied }
        if (way === null) return claimRound(tx, now, stored, claiming)
        const opened = await openByClick(tx, now, stored, { click, way, newId })
        return opened.kind === 'opened' ? claimRound(tx, now, opened.stored, claiming) : opened
      }),

    /** Takes over a claim whose lease is over, or any if `isOwner`. Null if it is still held or gone. */
    takeOver: (roundId: string, holder: string, isOwner: boolean) =>
      transact(async (tx, now): Promise<number | null> => {
        const stored = await readRound(tx, roundId)
        if (stored === null) return null
        const until = new Date(now + claimLease)
        const event: RoundEvent = { kind: 'take-over', holder, now: new Date(now), until, isOwner }
        return (await changeRound(tx, now, stored.round, event))?.fence ?? null
      }),

    /** Writes down the next attempt. Null if the fence is no longer the round's: nothing may be sent. */
    beginAttempt: ({ roundId, clickId, fence }: HeldClaim, call: Call) =>
      transact(async (tx, now): Promise<BegunAttempt | null> => {
        const stored = await readRound(tx, roundId)
        const state = stored?.round.state
        if (stored === null || state?.kind !== 'claimed' || state.claim.fence !== fence) return null
        // This process was frozen since its claim, and its lease is over: the next holder makes the call.
        if (state.claim.until.getTime() <= now) return null
        const { by } = state.claim
        const { signUpId } = stored
        return insertAttempt(tx, now, { id: newId(), signUpId, roundId, clickId, by, call, fence })
      }),

    answerAttempt: (answered: AnsweredAttempt) => transact((tx, now) => answerAttempt(tx, now, answered)),

    /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
    unanswered: (poolId: string, sub: string) =>
      transact(async (tx) => {
        const latest = await readLatestRound(tx, poolId, sub)
        return latest === null ? null : earliestUnanswered(tx, latest.signUpId)
      }),

    /** The earliest denial of the sign-up's latest round whose call may have disabled the user unseen; null if there is none. */
    unseenDenial: (poolId: string, sub: string) =>
      transact(async (tx) => {
        const latest = await readLatestRound(tx, poolId, sub)
        return latest === null ? null : earliestUnseenDenial(tx, latest.signUpId, latest.round.id)
      }),

    /**
     * Who made the earliest call of this kind in the sign-up's latest round that may have worked unseen, or in those before it
     * that tried the same; null if nobody did.
     */
    unseenUpdate: (poolId: string, sub: string, call: Update) =>
      transact(async (tx) => {
        const latest = await readLatestRound(tx, poolId, sub)
        if (latest === null) return null
        return earliestUnseenUpdate(tx, latest.signUpId, await readTries(tx, latest), call)
      }),

    /** Writes down the round's ending, what has to be done next, its click's end and the audit event. Null if the fence is no longer the round's. */
    settle: (settlement: Settlement) => {
      const { fence, ending, awsRequestId, undoFor = 0, deeds } = settlement
      return endClaim(settlement, { kind: 'settle', fence, ending, undoFor }, awsRequestId, deeds)
    },

    /** The round waits from now on: what was claimed for it has worked. Null if the fence is no longer the round's. */
    letWait: (waiting: LettingWait) => {
      const { fence, awsRequestId } = waiting
      return endClaim(waiting, { kind: 'let-wait', fence }, awsRequestId)
    },

    /** Puts the round back to waiting, with the failure. Null if the fence is no longer the round's. */
    release: (release: Release) => {
      const { fence, failure } = release
      return endClaim(release, { kind: 'release', fence, failure }, failure.requestId)
    },

    /**
     * Ends a click that holds no claim. The waiting round's card shows the failure, if one is given. `roundId` is the round
     * that a command turned out to be about. `entitlement` is given if the person may decide, but somebody else was first.
     * False if the click had ended, or holds a claim.
     */
    end: (
      clickId: string,
      end: ClickEnd,
      failure: Failure | null,
      roundId: string | null = null,
      entitlement: Entitlement | null = null,
    ) =>
      transact(async (tx, now): Promise<boolean> => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return false
        const about = click.roundId ?? roundId
        const stored = about === null ? null : await readRound(tx, about)
        // Such a click must end together with its claim, or the round would stay claimed for ever.
        if (holdsClaim(stored, clickId)) return false
        const changed =
          failure === null || stored === null
            ? null
            : await changeRound(tx, now, stored.round, { kind: 'note-failure', failure })
        const roundVersion = changed?.version ?? null
        const awsRequestId = failure?.requestId ?? null
        const entitled = { ...click, entitlement: entitlement === null ? null : JSON.stringify(entitlement) }
        return endClick(
          tx,
          { id: newId(), at: now },
          { click: entitled, end, stored, roundVersion, awsRequestId },
        )
      }),
  }
}
