// Taking up a claim that a dead process left: goes on with its click or gives it up, and accounts for every call made.
import type { LookUp, Update } from '../domain/attempt.ts'
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click } from '../domain/click.ts'
import { clickLife } from '../domain/deadlines.ts'
import { type Denial, isApproval } from '../domain/decision.ts'
import type { FailureReason } from '../domain/failure.ts'
import { endingOf } from '../domain/judge-answer.ts'
import { deniedBefore, type Unseen } from '../domain/judge-denial.ts'
import { judgeBeforeLettingIn } from '../domain/judge-letting-in.ts'
import { judgeBeforeReopening } from '../domain/judge-reopening.ts'
import { judgeBeforeUndo } from '../domain/judge-undo.ts'
import { type Claimant, mayDecide } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import { decisionOf } from '../domain/request.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { callOf, type Origin, takenBackBy } from '../domain/way-back.ts'
import type { Urgency } from '../shared/limit.ts'
import { never } from '../shared/never.ts'
import { type AnnouncingParts, announceConclusion } from './announce-end.ts'
import type { Authorise } from './authorise.ts'
import { type ClaimedClick, concludeWayBack, type WayBackParts, type WayBackStep } from './conclude.ts'

export interface TakingUpParts extends WayBackParts, AnnouncingParts {
  readonly ledger: WayBackParts['ledger'] & {
    /** Null if the round is unknown. */
    entry(roundId: string): Promise<CardEntry | null>
    /** The new fence; null if another process holds the claim, or it is gone. */
    takeOver(roundId: string, holder: string, isOwner: boolean): Promise<number | null>
    /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
    unanswered(poolId: string, sub: string): Promise<Person | null>
    /** The earliest denial of the round whose call may have disabled the user unseen; null if there is none. */
    unseenDenial(poolId: string, sub: string): Promise<Denial | null>
    /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
    unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
  }
  readonly userPools: {
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
    }): Promise<LookUp>
  }
  readonly authorise: Authorise
  /** For whoever has approved before, and does not decide now. */
  readonly authoriseAgain: Authorise
  readonly holder: string
  poolOf(poolId: string): Pool | null
}

/**
 * Authorises first, since the lease must last for the calls to Cognito. `goOn` makes these. `isOwner` if the holder of
 * the claim is known to be dead.
 */
export async function takeUp(
  parts: TakingUpParts,
  click: Click,
  isOwner: boolean,
  goOn: (claimed: ClaimedClick) => Promise<void>,
): Promise<void> {
  const { roundId } = click
  if (roundId === null) return
  const entry = await parts.ledger.entry(roundId)
  const signUp = entry?.signUp ?? null
  const origin = entry?.round.origin ?? null
  const pool = signUp === null ? null : parts.poolOf(signUp.poolId)
  const isKnown = signUp !== null && pool !== null
  const claim = entry?.round.state.kind === 'claimed' ? entry.round.state.claim : null
  const approvers = (claim?.tally?.given ?? []).map(({ by }) => by)
  const isOutdated = claim?.factsChanged === true
  const whyNot = isKnown
    ? await whyNotCarriedOut(parts, click, { signUp, pool, approvers, isOutdated })
    : null
  const since = parts.clock.now()
  const fence = await parts.ledger.takeOver(roundId, parts.holder, isOwner)
  if (fence === null) return
  if (!isKnown) return letGo(parts, { click, roundId, fence, signUp, origin, approvers })
  const claimed: ClaimedClick = { click, roundId, fence, since, signUp, pool, origin, approvers }
  if (whyNot !== null) return giveUp(parts, claimed, { kind: whyNot })
  return goOn(claimed)
}

interface Interrupted extends Pick<ClaimedClick, 'signUp' | 'pool' | 'approvers'> {
  /** Its approvals were given for something else than the card shows by now. */
  readonly isOutdated: boolean
}

/** Why an interrupted click must not be carried out; null if it may. Everybody who approved is checked anew. */
async function whyNotCarriedOut(
  { clock, authorise, authoriseAgain }: TakingUpParts,
  { at, by, request }: Click,
  { signUp, pool, approvers, isOutdated }: Interrupted,
): Promise<'expired' | 'withdrawn' | 'facts-changed' | 'too-few' | null> {
  if (clock.now().getTime() - at.getTime() > clickLife) return 'expired'
  const counts = isApproval(decisionOf(request))
  if (counts && isOutdated) return 'facts-changed'
  // Where one was enough, none was counted.
  if (counts && Math.max(1, approvers.length) < pool.requiredApprovals) return 'too-few'
  const others = counts ? approvers.filter(({ userId }) => userId !== by.userId) : []
  const judge = (claimant: Claimant) => mayDecide(claimant, signUp)
  const verdicts = await Promise.all([
    authorise(by, pool, judge),
    ...others.map((person) => authoriseAgain(person, pool, judge)),
  ])
  return verdicts.every(({ kind }) => kind === 'may') ? null : 'withdrawn'
}

/** Not carried out, but an earlier call may have changed the user: only a look-up can tell. */
async function giveUp(parts: TakingUpParts, claimed: ClaimedClick, reason: FailureReason): Promise<void> {
  const { poolId, sub } = claimed.signUp
  const takenBack = takenBackBy(claimed.click.request, claimed.origin)
  const unseen = await readUnseen(parts, claimed.signUp, takenBack)
  const found = isNothing(unseen)
    ? null
    : await parts.userPools.lookUp({ poolId, sub, urgency: 'background' })
  const step: WayBackStep =
    found === null
      ? { kind: 'release', reason }
      : stepAfterLookUp(found, unseen, takenBack, reason, parts.clock.now())
  const last = { step, answered: null, requestId: found?.requestId ?? null }
  await announceConclusion(parts, claimed, await concludeWayBack(parts, claimed, last))
}

interface UnseenCalls extends Unseen {
  /** Who made the earliest call of the way back that may have worked; null if nobody did. */
  readonly update: Person | null
}

async function readUnseen(
  { ledger }: TakingUpParts,
  { poolId, sub }: SignUp,
  origin: Origin | null,
): Promise<UnseenCalls> {
  const unanswered = await ledger.unanswered(poolId, sub)
  if (origin === null) return { unanswered, denial: await ledger.unseenDenial(poolId, sub), update: null }
  // The approval that is taken back was seen to work.
  const call = callOf(origin)
  const update = call === null ? null : await ledger.unseenUpdate(poolId, sub, call)
  const isToWait = origin.kind === 'reopen' || origin.kind === 'resume'
  return { unanswered: isToWait ? unanswered : null, denial: null, update }
}

function isNothing({ unanswered, denial, update }: UnseenCalls): boolean {
  return unanswered === null && denial === null && update === null
}

function stepAfterLookUp(
  found: LookUp,
  { unanswered, denial, update }: UnseenCalls,
  origin: Origin | null,
  reason: FailureReason,
  now: Date,
): WayBackStep {
  if (found.kind === 'failed') return { kind: 'release', reason: { kind: 'uncertain' } }
  if (found.kind === 'contradicted')
    return { kind: 'release', reason: { kind: 'unexplained', name: 'UserNotFoundException' } }
  if (origin !== null && update !== null) {
    return stepOfWayBack(found, { unanswered, update }, origin, reason, now)
  }
  const ending = deniedBefore(found, denial, now) ?? endingOf(found, unanswered, now)
  return ending === null ? { kind: 'release', reason } : { kind: 'settle', ending }
}

/** A call of the way back may have worked: if so, what it did counts. */
function stepOfWayBack(
  found: LookUp,
  { unanswered, update: by }: { readonly unanswered: Person | null; readonly update: Person },
  origin: Origin,
  reason: FailureReason,
  now: Date,
): WayBackStep {
  const notDone: WayBackStep = { kind: 'release', reason }
  switch (origin.kind) {
    case 'reopen': {
      const before = { denied: origin.denied, unanswered, mayBeEnabled: true }
      const step = judgeBeforeReopening(found, before, now)
      return step.kind === 'settle' || step.kind === 'wait' ? step : notDone
    }
    case 'resume':
      return notDone
    case 'undo': {
      const step = judgeBeforeUndo(found, { isDisabled: origin.isDisabled, mayBeDisabled: true }, now)
      if (step.kind === 'settle') return step
      if (step.kind !== 'disabled' || step.certainty === 'before') return notDone
      const ending = {
        kind: 'undone',
        by,
        at: now,
        disabled: step.certainty,
        signOutFailure: reason,
      } as const
      return { kind: 'settle', ending }
    }
    case 'let-in': {
      const step = judgeBeforeLettingIn(found, by, now)
      return step.kind === 'settle' ? step : notDone
    }
    default:
      return never(origin)
  }
}

interface UnknownClaim {
  readonly click: Click
  readonly roundId: string
  readonly fence: number
  readonly signUp: SignUp | null
  readonly origin: Origin | null
  readonly approvers: readonly Person[]
}

/** The pool is no longer configured, so no look-up is possible. */
async function letGo(parts: TakingUpParts, claim: UnknownClaim): Promise<void> {
  const { click, signUp, origin } = claim
  const takenBack = takenBackBy(click.request, origin)
  const isUnexplained = signUp !== null && !isNothing(await readUnseen(parts, signUp, takenBack))
  const reason: FailureReason = { kind: isUnexplained ? 'uncertain' : 'withdrawn' }
  const last = { step: { kind: 'release', reason }, answered: null, requestId: null } as const
  await announceConclusion(parts, claim, await concludeWayBack(parts, { ...claim, pool: null }, last))
}
