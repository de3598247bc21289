// A claimed round: calls Cognito until the outcome is known, and writes down how it ended.
import {
  type AnsweredAttempt,
  type BegunAttempt,
  type ConfirmAnswer,
  type LookUp,
  mayHaveConfirmed,
} from '../domain/attempt.ts'
import type { HeldClaim, Release, Settlement } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { clientMetadata } from '../domain/client-metadata.ts'
import { claimLease, decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import { judgeAnswer, judgeGone, judgeLookUp, type NextStep } from '../domain/judge-answer.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import { type Attempt, again, done, retry } from '../shared/retry.ts'

/** How long a call waits that is repeated because Cognito contradicted itself, in milliseconds. */
const askAgainAfter = 2000

/** Both write the answer even if the claim is lost, and then return null; otherwise, the messages that show the round. */
export interface ConcludingParts {
  readonly ledger: {
    settle(settlement: Settlement): Promise<readonly string[] | null>
    release(release: Release): Promise<readonly string[] | null>
  }
  readonly clock: Clock
}

export interface ConfirmingParts extends ConcludingParts {
  readonly ledger: ConcludingParts['ledger'] & {
    /** Null if the claim is lost: nothing may be sent. */
    beginAttempt(claim: HeldClaim): Promise<BegunAttempt | null>
    answerAttempt(attemptId: string, answer: ConfirmAnswer): Promise<void>
  }
  readonly userPools: {
    /** What the list shows of one user: `found`, `gone` or `failed`. */
    lookInList(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
      readonly deadline?: Date
    }): Promise<LookUp>
    confirm(call: {
      readonly poolId: string
      readonly sub: string
      readonly clientMetadata: Readonly<Record<string, string>>
      readonly startBefore: Date
      readonly urgency: Urgency
    }): Promise<ConfirmAnswer>
    lookUp(call: {
      readonly poolId: string
      readonly sub: string
      readonly urgency: Urgency
      readonly deadline?: Date
    }): Promise<LookUp>
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
}

/** How the click ended. */
export interface Conclusion {
  readonly end: ClickEnd
  readonly requestId: string | null
  /** The messages that show the round. */
  readonly messageIds: readonly string[]
}

/**
 * Calls `AdminConfirmSignUp`, writing down each call before it is sent (the first one already is), and settles or releases
 * the round. Null if another holder has taken over the claim, and will tell.
 */
export async function confirmInCognito(
  parts: ConfirmingParts,
  claimed: ClaimedClick,
  first: BegunAttempt,
): Promise<Conclusion | null> {
  const last = await callUntilAnswered(parts, claimed, first)
  if (last === null) return null
  const call = isOver(last.step) ? last : await look(parts, claimed, last)
  const { attempt, answer, seen, step } = call
  const answered = { attemptId: attempt.id, answer, lookUp: seen }
  const requestId = seen?.kind === 'contradicted' ? seen.requestId : requestIdOf(answer)
  return conclude(parts, claimed, { step, answered, requestId })
}

interface Call {
  readonly attempt: BegunAttempt
  readonly answer: ConfirmAnswer
  /** What a look-up after it showed; null if there was none. */
  readonly seen: LookUp | null
  readonly step: NextStep
}

/** The last call. Its answer is still to be written down if its step ends the round. Null if the claim is lost. */
async function callUntilAnswered(
  parts: ConfirmingParts,
  claimed: ClaimedClick,
  first: BegunAttempt,
): Promise<Call | null> {
  const { ledger, userPools, clock } = parts
  const { click, roundId, fence, signUp, pool } = claimed
  const { poolId, sub } = signUp
  const metadata = clientMetadata(click, pool.clientMetadata)
  const { by } = click
  const deadline = new Date(claimed.since.getTime() + decisionDeadline)
  let last: Call | null = null
  let wasGone = false
  const call = async (number: number): Promise<Attempt<'over' | 'lost'>> => {
    const attempt = number === 1 ? first : await ledger.beginAttempt({ roundId, clickId: click.id, fence })
    if (attempt === null) return done('lost')
    const answer = await userPools.confirm({
      poolId,
      sub,
      clientMetadata: metadata,
      startBefore: deadline,
      urgency: click.toldBy === 'bulk' ? 'background' : 'click',
    })
    const unanswered = unansweredAfter(attempt, answer, null, by)
    const judged = judgeAnswer(answer, { by, unanswered, now: clock.now() })
    last = { attempt, answer, seen: null, step: judged }
    if (isOver(judged)) return done('over')
    await ledger.answerAttempt(attempt.id, answer)
    if (judged.kind !== 'ask-list') return judged.kind === 'retry' ? again() : done('over')
    last = await askList(parts, claimed, last, wasGone)
    wasGone = true
    return last.step.kind === 'retry' ? again(askAgainAfter) : done('over')
  }
  const pause = { first: 500, most: 8000 }
  const result = await retry({ clock, pause, tries: mostCalls, until: deadline }, call)
  return result === 'lost' ? null : last
}

/** Cognito said that there is no such user: nobody is called deleted whom its list shows. */
async function askList(
  { userPools, clock }: ConfirmingParts,
  { click: { by }, signUp: { poolId, sub }, since }: ClaimedClick,
  { attempt, answer }: Call,
  isRepeated: boolean,
): Promise<Call> {
  const deadline = leaseEnd(since)
  const seen = await userPools.lookInList({ poolId, sub, urgency: 'click', deadline })
  const unanswered = unansweredAfter(attempt, answer, seen, by)
  const step = judgeGone(seen, answer, { by, unanswered, now: clock.now() }, isRepeated)
  return { attempt, answer, seen, step }
}

async function look(
  { userPools, clock }: ConfirmingParts,
  { click: { by }, signUp: { poolId, sub }, since }: ClaimedClick,
  { attempt, answer }: Call,
): Promise<Call> {
  const seen = await userPools.lookUp({ poolId, sub, urgency: 'click', deadline: leaseEnd(since) })
  const unanswered = unansweredAfter(attempt, answer, seen, by)
  const step = judgeLookUp(seen, answer, { by, unanswered, now: clock.now() })
  return { attempt, answer, seen, step }
}

function leaseEnd(since: Date): Date {
  return new Date(since.getTime() + claimLease)
}

/** Who made the earliest call that may have confirmed unseen, including this one. */
function unansweredAfter(
  { unanswered }: BegunAttempt,
  answer: ConfirmAnswer,
  seen: LookUp | null,
  by: Person,
) {
  return unanswered ?? (mayHaveConfirmed(answer, seen) ? by : null)
}

function isOver({ kind }: NextStep): boolean {
  return kind === 'settle' || kind === 'release'
}

interface LastStep {
  readonly step: NextStep
  readonly answered: AnsweredAttempt | null
  readonly requestId: string | null
}

/** Settles or releases under the fence. Null if another holder has taken over the claim. */
export async function conclude(
  { ledger, clock }: ConcludingParts,
  { click, roundId, fence }: Pick<ClaimedClick, 'click' | 'roundId' | 'fence'>,
  { step, answered, requestId }: LastStep,
): Promise<Conclusion | null> {
  const claim = { roundId, clickId: click.id, fence, answered }
  if (step.kind === 'settle') {
    const { ending } = step
    const end = endOf(click, ending)
    const messageIds = await ledger.settle({ ...claim, ending, end, awsRequestId: requestId })
    return messageIds === null ? null : { end, requestId, messageIds }
  }
  if (step.kind !== 'release') throw new Error(`A decision can't be concluded by "${step.kind}"`)
  const end: ClickEnd = { kind: 'failed', reason: step.reason }
  const failure = { reason: step.reason, by: click.by, at: clock.now(), requestId }
  const messageIds = await ledger.release({ ...claim, failure, end })
  return messageIds === null ? null : { end, requestId, messageIds }
}

function endOf(click: Click, ending: Ending): ClickEnd {
  const isOwn = ending.kind === 'confirmed' && ending.by.userId === click.by.userId
  return isOwn ? { kind: 'confirmed', ending } : { kind: 'overtaken', ending }
}

function requestIdOf(answer: ConfirmAnswer): string | null {
  return answer.kind === 'not-sent' ? null : answer.requestId
}
