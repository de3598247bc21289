// A round that is claimed for a denial: makes sure that the user is still waiting, disables them if their pool wants that, and
// writes down how it ended.
import type {
  AnsweredAttempt,
  BegunAttempt,
  Call,
  DisableAnswer,
  LookUp,
  NotDisabled,
} from '../domain/attempt.ts'
import type { HeldClaim } from '../domain/claim.ts'
import { decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import type { Denial } from '../domain/decision.ts'
import type { FailureReason } from '../domain/failure.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import {
  judgeBeforeDenial,
  judgeDisabling,
  judgeReadBack,
  kept,
  reasonNotDenied,
  reasonWithoutLook,
  type Unseen,
} from '../domain/judge-denial.ts'
import type { Person } from '../domain/person.ts'
import type { DenyRequest } from '../domain/request.ts'
import type { Urgency } from '../shared/limit.ts'
import { again, done, retry } from '../shared/retry.ts'
import {
  type ClaimedClick,
  type ConcludingParts,
  type Conclusion,
  conclude,
  type LastStep,
  leaseEnd,
} from './conclude.ts'

/** How old the look before a call may be, in milliseconds: a process that was paused in between looks again. */
const lookHolds = 10_000

/** How long Cognito gets to agree with itself, in milliseconds. */
const askAgainAfter = 2000

interface Look {
  readonly poolId: string
  readonly sub: string
  readonly urgency: Urgency
  readonly deadline?: Date
}

export interface DenyingParts extends ConcludingParts {
  readonly ledger: ConcludingParts['ledger'] & {
    /** Null if the claim is lost: nothing may be sent. */
    beginAttempt(claim: HeldClaim, call: Call): Promise<BegunAttempt | null>
    answerAttempt(answered: AnsweredAttempt): Promise<void>
    /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
    unanswered(poolId: string, sub: string): Promise<Person | null>
    /** The earliest denial of the round whose call may have disabled the user unseen; null if there is none. */
    unseenDenial(poolId: string, sub: string): Promise<Denial | null>
  }
  readonly userPools: {
    /** What the list shows of one user: `found`, `gone` or `failed`. It bills nobody. */
    lookInList(look: Look): Promise<LookUp>
    /** Calls `AdminGetUser`, which makes the user a billable monthly active user. */
    lookUp(look: Look): Promise<LookUp>
    /** Disables anybody, confirmed or not. */
    disable(call: {
      readonly poolId: string
      readonly sub: string
      readonly startBefore: Date
      readonly urgency: Urgency
    }): Promise<DisableAnswer>
  }
}

/** Null if another holder has taken over the claim, and will tell. */
export async function denyInCognito(
  parts: DenyingParts,
  claimed: ClaimedClick,
  request: DenyRequest,
): Promise<Conclusion | null> {
  const { reason, note, onDeny } = request
  const denying: Denying = { claimed, denial: { by: claimed.click.by, reason, note }, onDeny }
  const until = new Date(claimed.since.getTime() + decisionDeadline)
  const pause = { first: 500, most: 8000 }
  let last: Tried | null = null
  const result = await retry({ clock: parts.clock, pause, tries: mostCalls, until }, async () => {
    const tried = await tryOnce(parts, denying, until, last)
    if (tried.kind === 'again') last = tried.tried
    return tried.kind === 'again' ? again(tried.after) : done(tried.last)
  })
  if (result === 'lost') return null
  return conclude(parts, claimed, result ?? (await lastLook(parts, denying, last)))
}

interface Denying {
  readonly claimed: ClaimedClick
  readonly denial: Denial
  readonly onDeny: DenyRequest['onDeny']
}

/** The last call that did not disable the user, as far as is known; null if there was no call. */
type Tried = Extract<AnsweredAttempt, { call: 'disable' }> & { readonly answer: NotDisabled }

type Try =
  | { readonly kind: 'over'; readonly last: LastStep | 'lost' }
  | { readonly kind: 'again'; readonly tried: Tried | null; readonly after: number }

/** A look, and the call if the user is still waiting: no call is repeated on somebody who was confirmed meanwhile. */
async function tryOnce(
  parts: DenyingParts,
  denying: Denying,
  until: Date,
  before: Tried | null,
): Promise<Try> {
  const { ledger, userPools, clock } = parts
  const { claimed, denial, onDeny } = denying
  const { click, roundId, fence, signUp } = claimed
  const { poolId, sub } = signUp
  const freshUntil = new Date(clock.now().getTime() + lookHolds)
  const step = judgeBeforeDenial(await look(parts, claimed), await unseen(parts, claimed), clock.now())
  if (step.kind === 'retry') return lookAgain(before)
  if (step.kind !== 'still-waiting') return over(step)
  if (onDeny === 'keep') {
    const isFresh = clock.now() < freshUntil
    return isFresh ? over({ kind: 'settle', ending: kept(denial, clock.now()) }) : lookAgain(before)
  }

  const attempt = await ledger.beginAttempt({ roundId, clickId: click.id, fence }, 'disable')
  if (attempt === null) return { kind: 'over', last: 'lost' }
  const startBefore = freshUntil < until ? freshUntil : until
  const answer = await userPools.disable({ poolId, sub, startBefore, urgency: 'click' })
  const call = { attemptId: attempt.id, call: 'disable', lookUp: null } as const
  if (answer.kind === 'disabled') return over(await readBack(parts, denying), { ...call, answer })
  const tried: Tried = { ...call, answer }
  const after = judgeDisabling(answer)
  // An earlier call may have worked meanwhile.
  if (after.kind === 'release' && before === null) return over(after, tried)
  if (after.kind !== 'retry') return { kind: 'over', last: await lastLook(parts, denying, tried) }
  await ledger.answerAttempt(tried)
  return { kind: 'again', tried, after: answer.kind === 'gone' ? askAgainAfter : 0 }
}

function lookAgain(tried: Tried | null): Try {
  return { kind: 'again', tried, after: 0 }
}

function over(step: NextStep, answered: AnsweredAttempt | null = null): Try {
  return { kind: 'over', last: lastStep(step, answered) }
}

function lastStep(step: NextStep, answered: AnsweredAttempt | null): LastStep {
  const answer = answered?.answer ?? { kind: 'not-sent' }
  return { step, answered, requestId: answer.kind === 'not-sent' ? null : answer.requestId }
}

/** Cognito accepted the call. Its list may need a moment to show that. */
async function readBack(parts: DenyingParts, { claimed, denial }: Denying): Promise<NextStep> {
  const first = judgeReadBack(await look(parts, claimed), denial, parts.clock.now())
  if (isShown(first)) return first
  await parts.clock.sleep(askAgainAfter)
  return judgeReadBack(await look(parts, claimed), denial, parts.clock.now())
}

function isShown({ ending }: ReturnType<typeof judgeReadBack>): boolean {
  return ending.kind !== 'denied' || ending.account.kind !== 'disabled' || ending.account.status !== null
}

/** No more calls: one look tells whether the last one worked. */
async function lastLook(parts: DenyingParts, { claimed }: Denying, tried: Tried | null): Promise<LastStep> {
  const seen = await look(parts, claimed)
  const before = await unseen(parts, claimed)
  const answered = tried === null ? null : { ...tried, lookUp: seen }
  const step = judgeBeforeDenial(seen, before, parts.clock.now())
  if (step.kind !== 'retry' && step.kind !== 'still-waiting') return lastStep(step, answered)
  return lastStep({ kind: 'release', reason: reasonAtLast(seen, before, tried) }, answered)
}

function reasonAtLast(seen: LookUp, { denial }: Unseen, tried: Tried | null): FailureReason {
  const isUncertain = denial !== null && seen.kind === 'failed'
  if (tried !== null && !isUncertain) return reasonNotDenied(tried.answer)
  return seen.kind === 'failed' ? reasonWithoutLook(seen.reason, denial) : { kind: 'throttled' }
}

/** Nobody is gone only because the list does not show them. */
async function look({ userPools }: DenyingParts, { signUp, since }: ClaimedClick): Promise<LookUp> {
  const { poolId, sub } = signUp
  const question = { poolId, sub, urgency: 'click', deadline: leaseEnd(since) } as const
  const listed = await userPools.lookInList(question)
  return listed.kind === 'gone' ? userPools.lookUp(question) : listed
}

async function unseen({ ledger }: DenyingParts, { signUp }: ClaimedClick): Promise<Unseen> {
  const { poolId, sub } = signUp
  return {
    unanswered: await ledger.unanswered(poolId, sub),
    denial: await ledger.unseenDenial(poolId, sub),
  }
}
