// Concluding: settles or releases a claimed round, together with its click's end.
import type { AnsweredAttempt } from '../domain/attempt.ts'
import type { Release, Settlement } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { claimLease } from '../domain/deadlines.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import { decisionOf } from '../domain/request.ts'
import type { Ending } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { Clock } from '../shared/clock.ts'

/** Both write the answer even if the claim is lost, and then return null; otherwise, the messages that show the round. */
export interface ConcludingParts {
  readonly ledger: {
    settle(settlement: Settlement): Promise<readonly string[] | null>
    release(release: Release): Promise<readonly string[] | null>
  }
  readonly clock: Clock
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
}

/** Settles or releases under the fence. Null if another holder has taken over the claim. */
export async function conclude(
  { ledger, clock }: ConcludingParts,
  { click, roundId, fence, approvers }: Pick<ClaimedClick, 'click' | 'roundId' | 'fence' | 'approvers'>,
  { step, answered, requestId }: LastStep,
): Promise<Conclusion | null> {
  const claim = { roundId, clickId: click.id, fence, answered }
  if (step.kind === 'settle') {
    const ending = namingAll(step.ending, approvers)
    const end = endOf(click, ending)
    const messageIds = await ledger.settle({ ...claim, ending, end, awsRequestId: requestId })
    return messageIds === null ? null : { end, requestId, messageIds }
  }
  const decision = decisionOf(click.request)
  if (step.kind !== 'release' || decision === null)
    throw new Error(`A decision can't be concluded by "${step.kind}"`)
  const end: ClickEnd = { kind: 'failed', decision, reason: step.reason }
  const failure = { decision, reason: step.reason, by: click.by, at: clock.now(), requestId }
  const messageIds = await ledger.release({ ...claim, failure, end })
  return messageIds === null ? null : { end, requestId, messageIds }
}

function namingAll(ending: Ending, approvers: readonly Person[]): Ending {
  return ending.kind === 'confirmed' && approvers.length > 1 ? { ...ending, approvers } : ending
}

/** A click ends as its round does if that was its own doing. */
function endOf({ request, by }: Click, ending: Ending): ClickEnd {
  const decision = decisionOf(request)
  if (ending.kind === 'confirmed' && decision === 'approve' && ending.by.userId === by.userId)
    return { kind: 'confirmed', ending }
  if (ending.kind === 'denied' && decision === 'deny' && ending.by.userId === by.userId)
    return { kind: 'denied', ending }
  return { kind: 'overtaken', ending }
}

/** No call that was begun under the claim may last longer. */
export function leaseEnd(since: Date): Date {
  return new Date(since.getTime() + claimLease)
}
