// Concluding: settles or releases a claimed round, together with its click's end.
import { roleSession } from '../domain/approver-role.ts'
import { type AnsweredAttempt, wasSent } from '../domain/attempt.ts'
import type { LettingWait, Release, Settlement } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import type { Countersignature } from '../domain/countersignature.ts'
import { claimLease } from '../domain/deadlines.ts'
import { isApproval } from '../domain/decision.ts'
import type { FailureReason } from '../domain/failure.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { decisionMade, type Origin } from '../domain/way-back.ts'
import { whatFollows } from '../domain/what-follows.ts'
import type { Clock } from '../shared/clock.ts'

/** All write the answer even if the claim is lost, and then return null; otherwise, the messages that show the round. */
export interface ConcludingParts {
  readonly ledger: {
    settle(settlement: Settlement): Promise<readonly string[] | null>
    release(release: Release): Promise<readonly string[] | null>
  }
  readonly clock: Clock
}

export interface WayBackParts extends ConcludingParts {
  readonly ledger: ConcludingParts['ledger'] & {
    letWait(waiting: LettingWait): Promise<readonly string[] | null>
  }
}

/** A click that holds the claim on a round. */
export interface ClaimedClick {
  readonly click: Click
  readonly roundId: string
  readonly fence: number
  /** Before the claim was made. Its time runs from here: a process that is paused after its claim sends nothing late. */
  readonly since: Date
  readonly signUp: SignUp
  readonly pool: Pool
  /** All whose approvals count, where several had to approve. */
  readonly approvers: readonly Person[]
  /** Where its round comes from: see `Round`. */
  readonly origin?: Origin | null
}

/** How the click ended. */
export interface Conclusion {
  readonly end: ClickEnd
  readonly requestId: string | null
  /** The messages that show the round. */
  readonly messageIds: readonly string[]
}

export interface LastStep {
  readonly step: NextStep
  /** The last call's answer; null if it is written down already, or there was no call. */
  readonly answered: AnsweredAttempt | null
  readonly requestId: string | null
  /** An earlier call of the same claim has reached Cognito, as far as is known. */
  readonly wasSentBefore?: boolean
  /** What the calls carried; null if they carried none, or there was no call. */
  readonly countersignature?: Countersignature | null
}

/** `pool` is null if it is no longer configured. */
type Concluding = Pick<ClaimedClick, 'click' | 'roundId' | 'fence' | 'origin' | 'approvers'> & {
  readonly pool: Pool | null
}

/** Settles or releases under the fence. Null if another holder has taken over the claim. */
export async function conclude(
  parts: ConcludingParts,
  claimed: Concluding,
  last: LastStep,
): Promise<Conclusion | null> {
  const { step, answered, requestId, countersignature = null } = last
  const { click, roundId, fence } = claimed
  const call = {
    answered,
    countersignature,
    awsRequestId: requestId,
    roleSession: sessionOf(claimed, last),
  }
  const claim = { roundId, clickId: click.id, fence, ...call }
  switch (step.kind) {
    case 'settle': {
      const following = whatFollows(namingAll(step.ending, claimed.approvers), claimed.pool)
      const end = endOf(claimed, following.ending)
      return concluded(end, requestId, await parts.ledger.settle({ ...claim, ...following, end }))
    }
    case 'release':
      return fail(parts, claimed, last, step.reason)
    default:
      throw new Error(`A decision can't be concluded by "${step.kind}"`)
  }
}

/** The last step of a way back. */
export type WayBackStep = NextStep | { readonly kind: 'wait' }

/** The same for a way back, after which the round may wait. */
export async function concludeWayBack(
  parts: WayBackParts,
  claimed: Concluding,
  { step, ...last }: Omit<LastStep, 'step'> & { readonly step: WayBackStep },
): Promise<Conclusion | null> {
  if (step.kind !== 'wait') return conclude(parts, claimed, { ...last, step })
  const { click, roundId, fence } = claimed
  const { answered, requestId } = last
  const end: ClickEnd = { kind: 'reopened' }
  const call = { answered, awsRequestId: requestId, roleSession: sessionOf(claimed, last) }
  const claim = { roundId, clickId: click.id, fence, ...call }
  return concluded(end, requestId, await parts.ledger.letWait({ ...claim, end }))
}

/** The round waits again, with its button; a way back has none to wait for, and settles as not done. */
async function fail(
  { ledger, clock }: ConcludingParts,
  claimed: Concluding,
  last: LastStep,
  reason: FailureReason,
): Promise<Conclusion | null> {
  const { click, roundId, fence, origin } = claimed
  const decision = decisionMade(click.request, origin)
  if (decision === null) throw new Error('A form decides nothing')
  const { answered, requestId, countersignature = null } = last
  const call = { answered, countersignature, roleSession: sessionOf(claimed, last) }
  const claim = { roundId, clickId: click.id, fence, ...call }
  const end: ClickEnd = { kind: 'failed', decision, reason }
  const failure = { decision, reason, by: click.by, at: clock.now(), requestId }
  if (decision === 'approve' || decision === 'deny' || decision === 'let-in')
    return concluded(end, requestId, await ledger.release({ ...claim, failure, end }))
  const ending: Ending = { ...failure, kind: 'not-done', decision }
  const until = origin?.kind === 'undo' ? origin.until : null
  const undoFor = until === null ? 0 : until.getTime() - clock.now().getTime()
  const settled = await ledger.settle({ ...claim, ending, end, awsRequestId: requestId, undoFor })
  return concluded(end, requestId, settled)
}

function concluded(
  end: ClickEnd,
  requestId: string | null,
  messageIds: readonly string[] | null,
): Conclusion | null {
  return messageIds === null ? null : { end, requestId, messageIds }
}

/** In which the calls were made; null if there was none. */
function sessionOf(
  { pool, click }: Concluding,
  { answered, wasSentBefore = false }: Omit<LastStep, 'step'>,
): string | null {
  const isSent = wasSentBefore || (answered !== null && wasSent(answered.answer))
  return pool !== null && isSent ? roleSession(pool, click.by) : null
}

function namingAll(ending: Ending, approvers: readonly Person[]): Ending {
  return ending.kind === 'confirmed' && approvers.length > 1 ? { ...ending, approvers } : ending
}

/** A click ends as its round does if that was its own doing. */
function endOf({ click: { request, by }, origin }: Concluding, ending: Ending): ClickEnd {
  const decision = decisionMade(request, origin)
  const isOwn = 'by' in ending && ending.by.userId === by.userId
  if (ending.kind === 'confirmed' && isApproval(decision) && isOwn) return { kind: 'confirmed', ending }
  if (ending.kind === 'undone' && decision === 'undo' && isOwn) return { kind: 'undone', ending }
  if (ending.kind === 'denied' && decision === 'deny' && isOwn) return { kind: 'denied', ending }
  return { kind: 'overtaken', ending }
}

/** No call that was begun under the claim may last longer. */
export function leaseEnd(since: Date): Date {
  return new Date(since.getTime() + claimLease)
}
