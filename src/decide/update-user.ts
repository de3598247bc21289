// Enables or disables a user under a claim: looks first, writes the call down, makes it, and looks again until it is known
// whether it worked. Nobody is changed who is not as they are known to have to be.
import type {
  AnsweredAttempt,
  BegunAttempt,
  Call,
  LookUp,
  NotDone,
  Update,
  UpdateAnswer,
} from '../domain/attempt.ts'
import type { HeldClaim } from '../domain/claim.ts'
import { decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import type { FailureReason } from '../domain/failure.ts'
import { judgeUpdate, reasonNotDone, reasonWithoutLook } from '../domain/judge-update.ts'
import type { Person } from '../domain/person.ts'
import type { Clock } from '../shared/clock.ts'
import type { Urgency } from '../shared/limit.ts'
import { again, done, retry } from '../shared/retry.ts'
import { type ClaimedClick, leaseEnd } from './conclude.ts'

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

export interface UpdatingParts {
  readonly ledger: {
    /** Null if the claim is lost: nothing may be sent. */
    beginAttempt(claim: HeldClaim, call: Call): Promise<BegunAttempt | null>
    answerAttempt(answered: AnsweredAttempt): Promise<void>
  }
  readonly userPools: {
    /** What the list shows of one user: `found`, `gone` or `failed`. It bills nobody. */
    lookInList(look: Look): Promise<LookUp>
    /** Calls `AdminGetUser`, which makes the user a billable monthly active user. */
    lookUp(look: Look): Promise<LookUp>
    /** Changes anybody, whatever their state. */
    update(call: {
      readonly call: Update
      readonly poolId: string
      readonly sub: string
      readonly by: Person
      readonly startBefore: Date
      readonly urgency: Urgency
    }): Promise<UpdateAnswer>
  }
  readonly clock: Clock
}

/** What a look at the user allows. */
export type Allowed<Result> =
  | { readonly kind: 'call' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'over'; readonly result: Result }

/** One change of one user. */
export interface Change<Result> {
  readonly call: Exclude<Update, 'sign-out'>
  /** `isFresh` says whether the look is still new enough to act on. */
  judge(seen: LookUp, isFresh: () => boolean): Promise<Allowed<Result>>
  /** Cognito accepted the call, and `seen` is the look after it, in which the list may lag. */
  accepted(seen: LookUp): Result
  /** Whether a call that was made before may have worked. */
  mayHaveWorked(): Promise<boolean>
  failed(reason: FailureReason): Result
}

export interface Changed<Result> {
  readonly result: Result
  /** The last call's answer, which is still to be written down; null if it is, or there was no call. */
  readonly answered: AnsweredAttempt | null
  readonly requestId: string | null
}

/** `lost` if another holder has taken over the claim. */
export async function changeUser<Result>(
  parts: UpdatingParts,
  claimed: ClaimedClick,
  change: Change<Result>,
): Promise<Changed<Result> | 'lost'> {
  const until = new Date(claimed.since.getTime() + decisionDeadline)
  const pause = { first: 500, most: 8000 }
  let last: Tried | null = null
  const result = await retry({ clock: parts.clock, pause, tries: mostCalls, until }, async () => {
    const tried = await tryOnce(parts, { claimed, change, until }, last)
    if (tried.kind === 'again') last = tried.tried
    return tried.kind === 'again' ? again(tried.after) : done(tried.last)
  })
  return result ?? lastLook(parts, claimed, change, last)
}

interface Changing<Result> {
  readonly claimed: ClaimedClick
  readonly change: Change<Result>
  readonly until: Date
}

/** The last call that did not change the user, as far as is known; null if there was no call. */
type Tried = Extract<AnsweredAttempt, { call: Update }> & { readonly answer: NotDone }

type Try<Result> =
  | { readonly kind: 'over'; readonly last: Changed<Result> | 'lost' }
  | { readonly kind: 'again'; readonly tried: Tried | null; readonly after: number }

/** A look, and the call if that allows it: no call is repeated on somebody who has changed meanwhile. */
async function tryOnce<Result>(
  parts: UpdatingParts,
  { claimed, change, until }: Changing<Result>,
  before: Tried | null,
): Promise<Try<Result>> {
  const { ledger, userPools, clock } = parts
  const { click, roundId, fence, signUp } = claimed
  const { poolId, sub } = signUp
  const freshUntil = new Date(clock.now().getTime() + lookHolds)
  const allowed = await change.judge(await look(parts, claimed), () => clock.now() < freshUntil)
  if (allowed.kind === 'retry') return { kind: 'again', tried: before, after: 0 }
  if (allowed.kind === 'over') return over(allowed.result)

  const attempt = await ledger.beginAttempt({ roundId, clickId: click.id, fence }, change.call)
  if (attempt === null) return { kind: 'over', last: 'lost' }
  const startBefore = freshUntil < until ? freshUntil : until
  const urgency = urgencyOf(claimed)
  const { by } = click
  const answer = await userPools.update({ call: change.call, poolId, sub, by, startBefore, urgency })
  const call = { attemptId: attempt.id, call: change.call, lookUp: null } as const
  if (answer.kind === 'done')
    return over(change.accepted(await readBack(parts, claimed, change)), { ...call, answer })
  const tried: Tried = { ...call, answer }
  const after = judgeUpdate(answer)
  // An earlier call may have worked meanwhile.
  if (after.kind === 'release' && before === null) return over(change.failed(after.reason), tried)
  if (after.kind !== 'retry') return { kind: 'over', last: await lastLook(parts, claimed, change, tried) }
  await ledger.answerAttempt(tried)
  return { kind: 'again', tried, after: answer.kind === 'gone' ? askAgainAfter : 0 }
}

function over<Result>(result: Result, answered: AnsweredAttempt | null = null): Try<Result> {
  return { kind: 'over', last: changed(result, answered) }
}

function changed<Result>(result: Result, answered: AnsweredAttempt | null): Changed<Result> {
  const answer = answered?.answer ?? { kind: 'not-sent' }
  return { result, answered, requestId: answer.kind === 'not-sent' ? null : answer.requestId }
}

/** Cognito accepted the call. Its list may need a moment to show that. */
async function readBack<Result>(
  parts: UpdatingParts,
  claimed: ClaimedClick,
  { call }: Change<Result>,
): Promise<LookUp> {
  const first = await look(parts, claimed)
  if (first.kind === 'gone' || (first.kind === 'found' && first.isEnabled === (call === 'enable')))
    return first
  await parts.clock.sleep(askAgainAfter)
  return look(parts, claimed)
}

/** No more calls: one look tells whether the last one worked. */
async function lastLook<Result>(
  parts: UpdatingParts,
  claimed: ClaimedClick,
  change: Change<Result>,
  tried: Tried | null,
): Promise<Changed<Result>> {
  const seen = await look(parts, claimed)
  const allowed = await change.judge(seen, () => true)
  const answered = tried === null ? null : { ...tried, lookUp: seen }
  if (allowed.kind === 'over') return changed(allowed.result, answered)
  const reason = reasonAtLast(seen, await change.mayHaveWorked(), tried)
  return changed(change.failed(reason), answered)
}

function reasonAtLast(seen: LookUp, mayHaveWorked: boolean, tried: Tried | null): FailureReason {
  const isUncertain = mayHaveWorked && seen.kind === 'failed'
  if (tried !== null && !isUncertain) return reasonNotDone(tried.answer)
  return seen.kind === 'failed' ? reasonWithoutLook(seen.reason, mayHaveWorked) : { kind: 'throttled' }
}

/** Nobody is gone only because the list does not show them. */
export async function look(
  { userPools }: Pick<UpdatingParts, 'userPools'>,
  claimed: ClaimedClick,
): Promise<LookUp> {
  const { signUp, since } = claimed
  const { poolId, sub } = signUp
  const question = { poolId, sub, urgency: urgencyOf(claimed), deadline: leaseEnd(since) } as const
  const listed = await userPools.lookInList(question)
  return listed.kind === 'gone' ? userPools.lookUp(question) : listed
}

function urgencyOf({ click }: ClaimedClick): Urgency {
  return click.toldBy === 'bulk' ? 'background' : 'click'
}
