// A claimed round: call Cognito until it says what is true, and write down how it ended.

import type { ConfirmAnswer } from '../domain/attempt.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { clientMetadata } from '../domain/client-metadata.ts'
import { claimLease, decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import { judgeAnswer, judgeLookUp, type NextStep } from '../domain/judge-answer.ts'
import type { DecisionLedger } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import type { Ending } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { UserPools } from '../domain/user-pools.ts'
import { backoff } from '../shared/backoff.ts'
import type { Clock } from '../shared/clock.ts'

/** A click that holds the claim on its round. */
export interface ClaimedClick {
  readonly click: Click
  readonly fence: number
  readonly signUp: SignUp
  readonly pool: Pool
}

export interface ConfirmingParts {
  readonly ledger: DecisionLedger
  readonly userPools: UserPools
  readonly clock: Clock
}

/** How the click ended; null where another holder has taken the claim over, and will tell. */
export type Conclusion = { readonly end: ClickEnd; readonly requestId: string | null } | null

/** Calls `AdminConfirmSignUp`, each call written down before it is sent, and settles the round or gives it back. */
export async function confirmInCognito(parts: ConfirmingParts, claimed: ClaimedClick): Promise<Conclusion> {
  const startedAt = parts.clock.now().getTime()
  const last = await callUntilAnswered(parts, claimed, new Date(startedAt + decisionDeadline))
  if (last === null) return null
  const isOver = last.step.kind === 'settle' || last.step.kind === 'release'
  const step = isOver ? last.step : await look(parts, claimed, last, new Date(startedAt + claimLease))
  return conclude(parts, claimed, step, requestIdOf(last.answer))
}

interface LastCall {
  readonly attemptId: string
  readonly answer: ConfirmAnswer
  readonly step: NextStep
}

/** Null where the fence is no longer ours. */
async function callUntilAnswered(
  { ledger, userPools, clock }: ConfirmingParts,
  { click, fence, signUp, pool }: ClaimedClick,
  deadline: Date,
): Promise<LastCall | null> {
  const metadata = clientMetadata(click, pool.clientMetadata)
  for (let calls = 1; ; calls += 1) {
    const attemptId = await ledger.beginAttempt({ roundId: click.roundId, clickId: click.id, fence })
    if (attemptId === null) return null
    const { poolId, sub } = signUp
    const answer = await userPools.confirm({
      poolId,
      sub,
      clientMetadata: metadata,
      startBefore: deadline,
      urgency: click.bulkId === null ? 'click' : 'background',
    })
    await ledger.answerAttempt(attemptId, answer)
    const unanswered = await ledger.unanswered(poolId, sub)
    const step = judgeAnswer(answer, { by: click.by, unanswered, now: clock.now() })
    const wait = backoff(calls, { first: 500, most: 8000 })
    const hasTime = calls < mostCalls && clock.now().getTime() + wait < deadline.getTime()
    if (step.kind !== 'retry' || !hasTime) return { attemptId, answer, step }
    await clock.sleep(wait)
  }
}

async function look(
  { ledger, userPools, clock }: ConfirmingParts,
  { click, signUp: { poolId, sub } }: ClaimedClick,
  { attemptId, answer }: LastCall,
  leaseEnd: Date,
): Promise<NextStep> {
  const found = await userPools.lookUp({ poolId, sub, urgency: 'click', deadline: leaseEnd })
  await ledger.answerAttempt(attemptId, answer, found)
  const unanswered = await ledger.unanswered(poolId, sub)
  return judgeLookUp(found, answer, { by: click.by, unanswered, now: clock.now() })
}

/** Writes down what the step says, under the fence. */
export async function conclude(
  { ledger, clock }: Pick<ConfirmingParts, 'ledger' | 'clock'>,
  { click, fence }: Pick<ClaimedClick, 'click' | 'fence'>,
  step: NextStep,
  requestId: string | null,
): Promise<Conclusion> {
  const claim = { roundId: click.roundId, clickId: click.id, fence }
  if (step.kind === 'settle') {
    const end = endOf(click, step.ending)
    const isSettled = await ledger.settle({ ...claim, ending: step.ending, end, awsRequestId: requestId })
    return isSettled ? { end, requestId } : null
  }
  if (step.kind !== 'release') throw new Error(`A decision can't be concluded by "${step.kind}"`)
  const end: ClickEnd = { kind: 'failed', reason: step.reason }
  const failure = { reason: step.reason, by: click.by, at: clock.now(), requestId }
  return (await ledger.release({ ...claim, failure, end })) ? { end, requestId } : null
}

function endOf(click: Click, ending: Ending): ClickEnd {
  const isOwn = ending.kind === 'confirmed' && ending.by.userId === click.by.userId
  return isOwn ? { kind: 'confirmed', ending } : { kind: 'overtaken', ending }
}

function requestIdOf(answer: ConfirmAnswer): string | null {
  return answer.kind === 'not-sent' ? null : answer.requestId
}
