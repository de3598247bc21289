// Doing the steps after a confirmation: whose turn it is, and what came of it. Each function is one transaction.
import { lateForNext } from '../../domain/claim.ts'
import type { ClickEnd } from '../../domain/click.ts'
import { claimLease } from '../../domain/deadlines.ts'
import type { Entitlement } from '../../domain/entitlement.ts'
import { isFailed, nameOf, nextStep, type StepEvent } from '../../domain/step.ts'
import type { EndOfStep, StartedStep, TriedAgain } from '../../domain/step-work.ts'
import { mayDoSteps } from '../../domain/steps-of-round.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { changeStep, noteWhoseTurn, type StepChange, stepsOf, touchSteps } from './change-steps.ts'
import { rowsChanged } from './chunks.ts'
import { findClick, type StoredClick } from './clicks.ts'
import { endClick } from './end-click.ts'
import { readShowing } from './messages.ts'
import type { StoredStep } from './read-steps.ts'
import { readLatestRound, readRound, type StoredRound } from './rounds.ts'

/** Names a sign-up. */
interface Named {
  readonly poolId: string
  readonly sub: string
}

/** The part of the store that steps are done with. */
export function stepLedger({ transact, newId }: StoreParts) {
  return {
    /** Sign-ups of these pools with a step that is due, those that have waited longest first. */
    dueSteps: (poolIds: readonly string[], most: number) =>
      transact(async (tx, now): Promise<readonly Named[]> => {
        return tx
          .selectFrom('steps')
          .innerJoin('sign_ups', 'sign_ups.id', 'steps.sign_up_id')
          .select(['sign_ups.pool_id as poolId', 'sign_ups.sub'])
          .where('steps.due_at', 'is not', null)
          .where('steps.due_at', '<=', now)
          .where('steps.pool_id', 'in', [...poolIds])
          .orderBy('steps.due_at')
          .limit(most)
          .execute()
      }),

    /** Begins the sign-up's next step under a fence of its own. Null if none is due, or none may be done now. */
    startStep: ({ poolId, sub }: Named, holder: string) =>
      transact(async (tx, now): Promise<StartedStep | null> => {
        const latest = await readLatestRound(tx, poolId, sub)
        return latest === null ? null : startNext(tx, { now, newId }, latest, holder)
      }),

    /** What can't be done twice is sent next. False if it must not be: it was cancelled, or somebody else does it. */
    sendStep: (started: StartedStep) =>
      transact(async (tx, now) => {
        const found = await find(tx, started)
        if (found === null || !mayDoSteps(found.latest.round)) return false
        const event: StepEvent = { kind: 'send', fence: started.fence, now: new Date(now) }
        return (await changeStep(tx, { now, newId }, found.latest, found.step, event)) !== null
      }),

    /** Writes down what came of a step. False if somebody else does it by now. */
    endStep: (
      started: StartedStep,
      end: EndOfStep,
      awsRequestId: string | null,
      roleSession: string | null = null,
    ) =>
      transact(async (tx, now) => {
        const found = await find(tx, started)
        if (found === null) return false
        const { latest, step } = found
        const event = eventOf(end, started.fence, now)
        const change = { now, newId, awsRequestId, roleSession }
        const changed = await changeStep(tx, change, latest, step, event)
        if (changed === null) return false
        await noteWhoseTurn(tx, latest.signUpId, mayDoSteps(latest.round))
        await touchSteps(tx, latest)
        return true
      }),

    /** Nobody does any step. Only for the only process on the store, which knows that all others are dead. */
    leaveSteps: async (): Promise<void> => {
      for (let left = rowsChanged; left === rowsChanged; )
        left = await transact((tx, now) => leaveSome(tx, { now, newId }))
    },
  }
}

/** The part of it that a person waits for. */
export function tryingAgainLedger({ transact, newId }: StoreParts) {
  return {
    /** Ends a click that wants failed steps tried again: the one at this place, or all of them if it is null. */
    trySteps: (clickId: string, roundId: string, place: number | null, entitlement: Entitlement) =>
      transact(async (tx, now): Promise<TriedAgain> => {
        const click = await findClick(tx, clickId)
        const stored = await readRound(tx, roundId)
        if (click === null || click.hasEnded || stored === null) return { kind: 'ended' }
        return tryAgain(tx, { now, newId }, stored, { click, place, entitlement })
      }),
  }
}

async function find(tx: Tx, { signUpId, deed, entry: { signUp } }: StartedStep) {
  const latest = await readLatestRound(tx, signUp.poolId, signUp.sub)
  const step = (await stepsOf(tx, signUpId)).find((one) => nameOf(one.deed) === nameOf(deed))
  return latest === null || step === undefined ? null : { latest, step }
}

function eventOf(end: EndOfStep, fence: number, at: number): StepEvent {
  const now = new Date(at)
  if (end.kind !== 'put-off') return { ...end, fence, now }
  return { kind: 'put-off', fence, now, failure: end.failure, after: new Date(at + end.pause) }
}

async function startNext(
  tx: Tx,
  change: StepChange,
  latest: StoredRound,
  holder: string,
): Promise<StartedStep | null> {
  const { signUpId, signUp, round } = latest
  const now = new Date(change.now)
  const next = nextStep(await stepsOf(tx, signUpId))
  if (next?.state.kind === 'doing') {
    if (next.state.until > now) return null
    await leave(tx, change, latest, next)
    return startNext(tx, change, latest, holder)
  }
  const mayGoOn = mayDoSteps(round)
  const until = new Date(change.now + claimLease)
  const event: StepEvent = { kind: 'start', holder, now, until }
  const started = next === null || !mayGoOn ? null : await changeStep(tx, change, latest, next, event)
  await noteWhoseTurn(tx, signUpId, mayGoOn)
  if (started === null || started.state.kind !== 'doing') return null
  const { deed, fence, by, state } = started
  const age = change.now - state.since.getTime()
  const { tries, askedBy = by } = state
  return { signUpId, deed, fence, by, askedBy, entry: { signUp, round }, tries, age }
}

/** Its lease is over, or whoever did it is known to be dead. */
async function leave(tx: Tx, change: StepChange, latest: StoredRound, step: StoredStep): Promise<void> {
  await changeStep(tx, change, latest, step, { kind: 'leave', now: new Date(change.now) })
  await noteWhoseTurn(tx, latest.signUpId, mayDoSteps(latest.round))
  await touchSteps(tx, latest)
}

async function leaveSome(tx: Tx, change: StepChange): Promise<number> {
  const rows = await tx
    .selectFrom('steps')
    .innerJoin('sign_ups', 'sign_ups.id', 'steps.sign_up_id')
    .select(['sign_ups.pool_id as poolId', 'sign_ups.sub'])
    .where('steps.due_at', 'is not', null)
    .where('steps.kind', '=', 'doing')
    .limit(rowsChanged)
    .execute()
  for (const { poolId, sub } of rows) {
    const latest = await readLatestRound(tx, poolId, sub)
    const steps = latest === null ? [] : await stepsOf(tx, latest.signUpId)
    for (const step of steps)
      if (latest !== null && step.state.kind === 'doing') await leave(tx, change, latest, step)
  }
  return rows.length
}

interface TryingAgain {
  readonly click: StoredClick
  readonly place: number | null
  readonly entitlement: Entitlement
}

async function tryAgain(
  tx: Tx,
  change: StepChange,
  stored: StoredRound,
  { click, place, entitlement }: TryingAgain,
): Promise<TriedAgain> {
  const { signUp, signUpId, round } = stored
  const now = new Date(change.now)
  const all = mayDoSteps(round) ? await stepsOf(tx, signUpId) : []
  const failed = all.filter((step, index) => isFailed(step) && (place === null || place === index))
  const begun = []
  for (const step of failed) {
    const changed = await changeStep(tx, change, stored, step, { kind: 'try-again', now, by: click.by })
    if (changed !== null) begun.push(changed.deed)
  }
  const latest = round.isFollowed === true ? await readLatestRound(tx, signUp.poolId, signUp.sub) : null
  const end: ClickEnd =
    latest !== null
      ? lateForNext(latest.round)
      : begun.length === 0
        ? { kind: 'nothing-to-try' }
        : { kind: 'trying-again', deeds: begun }
  if (begun.length > 0) await noteWhoseTurn(tx, signUpId, true)
  const roundVersion = begun.length > 0 ? await touchSteps(tx, stored) : null
  const ended = {
    click: { ...click, entitlement: JSON.stringify(entitlement) },
    end,
    stored,
    roundVersion,
    awsRequestId: null,
  }
  await endClick(tx, { id: change.newId(), at: change.now }, ended)
  const messageIds = begun.length > 0 ? (await readShowing(tx, round.id)).map(({ id }) => id) : null
  return { kind: 'over', end, messageIds }
}
