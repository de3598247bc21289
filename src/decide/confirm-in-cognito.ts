// A claimed round: calls Cognito until the outcome is known, and writes down how it ended.
import {
  type AnsweredAttempt,
  type BegunAttempt,
  type Call,
  type ConfirmAnswer,
  type LookUp,
  mayHaveConfirmed,
  wasSent,
} from '../domain/attempt.ts'
import type { HeldClaim } from '../domain/claim.ts'
import { clientMetadata } from '../domain/client-metadata.ts'
import { countersignatureIn, countersigned, type Signer } from '../domain/countersignature.ts'
import { decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import type { Denial } from '../domain/decision.ts'
import { judgeAnswer, judgeGone, judgeLookUp, type NextStep } from '../domain/judge-answer.ts'
import { deniedBefore } from '../domain/judge-denial.ts'
import type { Person } from '../domain/person.ts'
import type { Urgency } from '../shared/limit.ts'
import { type Attempt, again, done, retry } from '../shared/retry.ts'
import { type ClaimedClick, type ConcludingParts, type Conclusion, conclude, leaseEnd } from './conclude.ts'

/** How long a call waits that is repeated because Cognito contradicted itself, in milliseconds. */
const askAgainAfter = 2000

export interface ConfirmingParts extends ConcludingParts {
  readonly ledger: ConcludingParts['ledger'] & {
    /** Null if the claim is lost: nothing may be sent. */
    beginAttempt(claim: HeldClaim, call: Call): Promise<BegunAttempt | null>
    answerAttempt(answered: AnsweredAttempt): Promise<void>
    /** The earliest denial of the round whose call may have disabled the user unseen; null if there is none. */
    unseenDenial(poolId: string, sub: string): Promise<Denial | null>
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
      readonly by: Person
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
  /** How the audit chain's hash begins, as far as this process knows. */
  auditHead(): string
  /** Signs each approval for whoever checks it; null if there is no key. */
  readonly signer: Signer | null
}

/**
 * Calls `AdminConfirmSignUp`, writing down each call before it is sent, and settles or releases the round. `first` is the
 * call that is on disk already; null if none is. Null if another holder has taken over the claim, and will tell.
 */
export async function confirmInCognito(
  parts: ConfirmingParts,
  claimed: ClaimedClick,
  first: BegunAttempt | null,
): Promise<Conclusion | null> {
  const { click, pool, approvers, signUp } = claimed
  const entries = clientMetadata(click, pool.clientMetadata, approvers, parts.auditHead())
  const metadata = countersigned(entries, signUp, parts.signer)
  const last = await callUntilAnswered(parts, claimed, first, metadata)
  if (last === null) return null
  const call = isOver(last.step)
    ? await unlessDisabled(parts, claimed, last)
    : await look(parts, claimed, last)
  const { attempt, answer, seen, step } = call
  const answered = { attemptId: attempt.id, call: 'confirm', answer, lookUp: seen } as const
  const requestId = seen?.kind === 'contradicted' ? seen.requestId : requestIdOf(answer)
  const { wasSentBefore } = last
  return conclude(parts, claimed, {
    step,
    answered,
    requestId,
    wasSentBefore,
    countersignature: wasSentBefore || wasSent(answer) ? countersignatureIn(metadata) : null,
  })
}

interface OneCall {
  readonly attempt: BegunAttempt
  readonly answer: ConfirmAnswer
  /** What a look-up after it showed; null if there was none. */
  readonly seen: LookUp | null
  readonly step: NextStep
}

interface Called extends OneCall {
  /** A call before it has reached Cognito. */
  readonly wasSentBefore: boolean
}

/** The last call. Its answer is still to be written down if its step ends the round. Null if the claim is lost. */
async function callUntilAnswered(
  parts: ConfirmingParts,
  claimed: ClaimedClick,
  first: BegunAttempt | null,
  metadata: Readonly<Record<string, string>>,
): Promise<Called | null> {
  const { ledger, userPools, clock } = parts
  const { click, roundId, fence, signUp } = claimed
  const { poolId, sub } = signUp
  const { by } = click
  const deadline = new Date(claimed.since.getTime() + decisionDeadline)
  let last: Called | null = null
  let wasGone = false
  const call = async (number: number): Promise<Attempt<'over' | 'lost'>> => {
    const isFirst = number === 1 && first !== null
    const attempt = isFirst
      ? first
      : await ledger.beginAttempt({ roundId, clickId: click.id, fence }, 'confirm')
    if (attempt === null) return done('lost')
    const answer = await userPools.confirm({
      poolId,
      sub,
      by,
      clientMetadata: metadata,
      startBefore: deadline,
      urgency: click.toldBy === 'bulk' ? 'background' : 'click',
    })
    const unanswered = unansweredAfter(attempt, answer, null, by)
    const judged = judgeAnswer(answer, { by, unanswered, now: clock.now() })
    const wasSentBefore = last !== null && (last.wasSentBefore || wasSent(last.answer))
    last = { attempt, answer, seen: null, step: judged, wasSentBefore }
    if (isOver(judged)) return done('over')
    await ledger.answerAttempt({ attemptId: attempt.id, call: 'confirm', answer, lookUp: null })
    if (judged.kind !== 'ask-list') return judged.kind === 'retry' ? again() : done('over')
    last = { ...(await askList(parts, claimed, last, wasGone)), wasSentBefore }
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
  { attempt, answer }: OneCall,
  isRepeated: boolean,
): Promise<OneCall> {
  const deadline = leaseEnd(since)
  const seen = await userPools.lookInList({ poolId, sub, urgency: 'click', deadline })
  const unanswered = unansweredAfter(attempt, answer, seen, by)
  const step = judgeGone(seen, answer, { by, unanswered, now: clock.now() }, isRepeated)
  return { attempt, answer, seen, step }
}

async function look(
  { ledger, userPools, clock }: ConfirmingParts,
  { click: { by }, signUp: { poolId, sub }, since }: ClaimedClick,
  { attempt, answer }: OneCall,
): Promise<OneCall> {
  const seen = await userPools.lookUp({ poolId, sub, urgency: 'click', deadline: leaseEnd(since) })
  const unanswered = unansweredAfter(attempt, answer, seen, by)
  const isDisabled = seen.kind === 'found' && !seen.isEnabled
  const denied = isDisabled ? deniedBefore(seen, await ledger.unseenDenial(poolId, sub), clock.now()) : null
  const step: NextStep =
    denied === null
      ? judgeLookUp(seen, answer, { by, unanswered, now: clock.now() })
      : { kind: 'settle', ending: denied }
  return { attempt, answer, seen, step }
}

/** Cognito’s word that the user is confirmed does not say that they can sign in, if an earlier denial may have worked unseen. */
async function unlessDisabled(
  parts: ConfirmingParts,
  claimed: ClaimedClick,
  last: OneCall,
): Promise<OneCall> {
  if (last.step.kind !== 'settle' || !last.attempt.mayBeDisabled) return last
  const looked = await look(parts, claimed, last)
  const isDenied = looked.step.kind === 'settle' && looked.step.ending.kind === 'denied'
  return isDenied ? looked : last
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

function requestIdOf(answer: ConfirmAnswer): string | null {
  return answer.kind === 'not-sent' ? null : answer.requestId
}
