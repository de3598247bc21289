// A click, from the moment it is on disk: authorise, claim, confirm, and see to it that its end is told.

import type { LookUp } from '../domain/attempt.ts'
import { type Click, type ClickEnd, isToldByCard } from '../domain/click.ts'
import { clickLife, quickCall } from '../domain/deadlines.ts'
import { endingOf, type NextStep } from '../domain/judge-answer.ts'
import type { CommandLedger, DecisionLedger } from '../domain/ledger.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import type { Failure, FailureReason } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import type { CardEntry } from '../domain/workspace.ts'
import type { Facts, Log } from '../shared/log.ts'
import type { CommandResult } from './answer-command.ts'
import type { Authorise } from './authorise.ts'
import {
  type ClaimedClick,
  type Conclusion,
  type ConfirmingParts,
  conclude,
  confirmInCognito,
} from './confirm-in-cognito.ts'

export interface DecidingParts extends ConfirmingParts {
  readonly ledger: DecisionLedger & Pick<CommandLedger, 'resolve'>
  readonly authorise: Authorise
  /** Finds out what a command means. */
  answerCommand(click: Click): Promise<CommandResult>
  readonly log: Log
  /** Names this process in the claims it holds. */
  readonly holder: string
  poolOf(poolId: string): Pool | null
  /** Resolves when Cognito may be called for one more click: what it can't take yet is not claimed yet. */
  turnToClaim(pool: Pool): Promise<void>
  /** The round's card shows something else now. A message with many decisions at once is drawn in its own time. */
  redraw(click: Click): Promise<void>
  /** A call takes its time: the card may say so, if nothing else is waiting to be drawn. */
  showProgress(click: Click): void
  /** The click's message shows no round of ours, or is not its round's message any more. */
  closeIfStray(click: Click): void
  /** A click has ended: whoever made it is told, if the card does not do so. */
  tell(clickId: string): Promise<void>
}

export interface Decider {
  /** Carries out a click that nobody has claimed. */
  carryOut(click: Click): Promise<void>
  /** Goes on with a click that holds a claim of a dead process (`isOwner`), or one whose lease is over. */
  takeUp(click: Click, isOwner: boolean): Promise<void>
  isAtWork(clickId: string): boolean
}

export function createDecider(parts: DecidingParts): Decider {
  const atWork = new Set<string>()
  const once = async (click: Click, work: () => Promise<void>) => {
    if (atWork.has(click.id)) return
    atWork.add(click.id)
    try {
      await work()
    } finally {
      atWork.delete(click.id)
    }
  }
  return {
    carryOut: (click) => once(click, () => carryOut(parts, click)),
    takeUp: (click, isOwner) => once(click, () => takeUp(parts, click, isOwner)),
    isAtWork: (clickId) => atWork.has(clickId),
  }
}

async function carryOut(parts: DecidingParts, asked: Click): Promise<void> {
  const isCommand = asked.roundId === '' && asked.request !== null
  if (isCommand && isTooOld(parts, asked)) return endUnclaimed(parts, asked, { kind: 'expired' })
  const click = isCommand ? await resolve(parts, asked) : asked
  if (click === null) return
  const known = await find(parts, click)
  if (!click.isPrivate && click.bulkId === null) parts.closeIfStray(click)
  if (known === null) return endUnclaimed(parts, click, { kind: 'unknown-round' })
  if (isTooOld(parts, click)) return endUnclaimed(parts, click, { kind: 'expired' }, { kind: 'expired' })

  const verdict = await judgeInTurn(parts, click, known)
  if (verdict.kind === 'unchecked') return endUnclaimed(parts, click, verdict)
  if (verdict.kind === 'may-not')
    return endUnclaimed(parts, click, { kind: 'refused', because: verdict.because })

  const claim = await parts.ledger.claim(click.id, parts.holder)
  if (claim.kind === 'ended') return
  if (claim.kind === 'imitation') return endUnclaimed(parts, click, { kind: 'refused', because: 'imitation' })
  if (claim.kind === 'late') return endUnclaimed(parts, click, claim)
  await confirm(parts, { click, fence: claim.fence, ...known })
}

/** Whoever may decide waits for their turn before the claim, and is checked again then: it may have taken a while. */
async function judgeInTurn(parts: DecidingParts, click: Click, { pool, signUp }: Known) {
  const judge = () => parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
  const verdict = await judge()
  if (verdict.kind !== 'may' || click.bulkId !== null) return verdict
  await parts.turnToClaim(pool)
  return judge()
}

/** A command becomes a click on the round that it means; null where it was answered instead. */
async function resolve(parts: DecidingParts, asked: Click): Promise<Click | null> {
  const result = await parts.answerCommand(asked)
  if (result.kind === 'round') return parts.ledger.resolve(asked.id, result.roundId)
  await endUnclaimed(parts, asked, result.end)
  return null
}

/** Authorises first: the lease of the claim that is taken over is for calling Cognito. */
async function takeUp(parts: DecidingParts, click: Click, isOwner: boolean): Promise<void> {
  const known = await find(parts, click)
  const obstacle = known === null ? 'withdrawn' : await obstacleTo(parts, click, known)
  const fence = await parts.ledger.takeOver(click.roundId, parts.holder, isOwner)
  if (fence === null) return
  if (known === null) return letGo(parts, click, fence)
  const claimed: ClaimedClick = { click, fence, ...known }
  if (obstacle === null) return confirm(parts, claimed)
  await giveUp(parts, claimed, { kind: obstacle })
}

/** Why a click that was interrupted is not carried out any more. */
async function obstacleTo(
  parts: DecidingParts,
  click: Click,
  { pool, signUp }: Known,
): Promise<'expired' | 'withdrawn' | null> {
  if (isTooOld(parts, click)) return 'expired'
  const verdict = await parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
  return verdict.kind === 'may' ? null : 'withdrawn'
}

interface Known {
  readonly signUp: SignUp
  readonly pool: Pool
}

async function find({ ledger, poolOf }: DecidingParts, click: Click): Promise<Known | null> {
  const entry: CardEntry | null = await ledger.entry(click.roundId)
  const pool = entry === null ? null : poolOf(entry.signUp.poolId)
  return entry === null || pool === null ? null : { signUp: entry.signUp, pool }
}

function isTooOld({ clock }: DecidingParts, click: Click): boolean {
  return clock.now().getTime() - click.at.getTime() > clickLife
}

async function confirm(parts: DecidingParts, claimed: ClaimedClick): Promise<void> {
  const answered = new AbortController()
  void parts.clock.sleep(quickCall, answered.signal).then(() => {
    if (!answered.signal.aborted) parts.showProgress(claimed.click)
  })
  try {
    await announce(parts, claimed, await confirmInCognito(parts, claimed))
  } finally {
    answered.abort()
  }
}

/** Not carried out any more, but an earlier call may have done it: only a look tells what is true. */
async function giveUp(parts: DecidingParts, claimed: ClaimedClick, reason: FailureReason): Promise<void> {
  const { poolId, sub } = claimed.signUp
  const unanswered = await parts.ledger.unanswered(poolId, sub)
  if (unanswered === null)
    return announce(parts, claimed, await conclude(parts, claimed, { kind: 'release', reason }, null))
  const found = await parts.userPools.lookUp({ poolId, sub, urgency: 'background' })
  const step = stepAfterLook(found, unanswered, reason, parts.clock.now())
  await announce(parts, claimed, await conclude(parts, claimed, step, found.requestId))
}

function stepAfterLook(found: LookUp, unanswered: Person, reason: FailureReason, now: Date): NextStep {
  if (found.kind === 'failed') return { kind: 'release', reason: { kind: 'uncertain' } }
  const ending = endingOf(found, unanswered, now)
  return ending === null ? { kind: 'release', reason } : { kind: 'settle', ending }
}

/** The pool is no longer configured, so nobody can look any more. */
async function letGo(parts: DecidingParts, click: Click, fence: number): Promise<void> {
  const signUp = (await parts.ledger.entry(click.roundId))?.signUp ?? null
  const unanswered = signUp === null ? null : await parts.ledger.unanswered(signUp.poolId, signUp.sub)
  const step: NextStep = {
    kind: 'release',
    reason: { kind: unanswered === null ? 'withdrawn' : 'uncertain' },
  }
  await announce(parts, { click, signUp }, await conclude(parts, { click, fence }, step, null))
}

async function announce(
  parts: DecidingParts,
  { click, signUp }: { readonly click: Click; readonly signUp: SignUp | null },
  conclusion: Conclusion,
): Promise<void> {
  if (conclusion === null) {
    parts.log.warn({ click: click.id, round: click.roundId }, 'a claim was taken over by another process')
    return
  }
  const { end, requestId } = conclusion
  logEnd(parts, click, end, { pool: signUp?.poolId, sub: signUp?.sub, awsRequestId: requestId })
  await Promise.all([parts.redraw(click), click.isPrivate ? parts.tell(click.id) : null])
}

async function endUnclaimed(
  parts: DecidingParts,
  click: Click,
  end: ClickEnd,
  reason?: FailureReason,
): Promise<void> {
  const failure: Failure | null =
    reason === undefined ? null : { reason, by: click.by, at: parts.clock.now(), requestId: null }
  if (!(await parts.ledger.end(click.id, end, failure))) return
  logEnd(parts, click, end, {})
  const isTellingItself = !isToldByCard(click, end)
  await Promise.all([
    isTellingItself ? parts.tell(click.id) : null,
    failure === null ? null : parts.redraw(click),
  ])
}

function logEnd({ log, clock }: DecidingParts, click: Click, end: ClickEnd, ids: Facts): void {
  const detail = end.kind === 'refused' ? end.because : end.kind === 'failed' ? end.reason.kind : undefined
  const ms = clock.now().getTime() - click.at.getTime()
  const who = { by: click.by.userId, team: click.by.teamId }
  log.info(
    { flow: 'decide', end: end.kind, detail, click: click.id, round: click.roundId, ...who, ...ids, ms },
    'a click has ended',
  )
}
