// Does what follows a confirmation, one step of a sign-up after the other: the turn of the loop, and what comes of each try.

import type { Pool } from '../domain/pool.ts'
import type { EndOfStep, StartedStep, Tried } from '../domain/step-work.ts'
import { stepPatience, stepPause } from '../domain/step-work.ts'
import { backoff } from '../shared/backoff.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import type { Tasks } from '../shared/tasks.ts'
import { type AddingParts, addToGroup } from './add-to-group.ts'
import { type TellingMemberParts, tellMember } from './tell-member.ts'

interface Named {
  readonly poolId: string
  readonly sub: string
}

export interface StepsParts extends AddingParts, TellingMemberParts {
  readonly ledger: TellingMemberParts['ledger'] & {
    /** Sign-ups of these pools with a step that is due, those that have waited longest first. */
    dueSteps(poolIds: readonly string[], most: number): Promise<readonly Named[]>
    /** Null if none is due, or none may be done now. */
    startStep(signUp: Named, holder: string): Promise<StartedStep | null>
    /** False if somebody else does it by now. */
    endStep(
      step: StartedStep,
      end: EndOfStep,
      awsRequestId: string | null,
      roleSession: string | null,
    ): Promise<boolean>
    /** Nobody does any step. */
    leaveSteps(): Promise<void>
  }
  readonly pools: readonly Pool[]
  readonly holder: string
  /** All that do steps when this process starts are dead. */
  readonly ownsWhatItFinds: boolean
  readonly tasks: Pick<Tasks, 'start'>
  readonly log: Log
  /** There is something to draw. */
  cardsChanged(): void
}

/** How many sign-ups have a step done at the same time. */
const atOnce = 20

/** Makes the turn of the loop. A turn only begins what is due, so that no sign-up holds up another. */
export function createSteps(parts: StepsParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, pools, tasks } = parts
  const inFlight = createInFlight()
  const poolIds = pools.map(({ id }) => id)
  let isFirstTurn = true
  return async (signal) => {
    if (isFirstTurn && parts.ownsWhatItFinds) await ledger.leaveSteps()
    isFirstTurn = false
    for (const signUp of await ledger.dueSteps(poolIds, atOnce)) {
      const key = `${signUp.poolId} ${signUp.sub}`
      if (signal.aborted || inFlight.isRunning(key)) continue
      tasks.start('steps', async () => {
        await inFlight.unlessRunning(key, () => doSteps(parts, signUp, signal))
      })
    }
  }
}

/** Until none is due any more. */
async function doSteps(parts: StepsParts, signUp: Named, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const step = await parts.ledger.startStep(signUp, parts.holder)
    if (step === null) return
    const tried = await tryStep(parts, step)
    if (tried.kind === 'lost' || !(await end(parts, step, tried))) return
    parts.cardsChanged()
  }
}

async function tryStep(parts: StepsParts, step: StartedStep): Promise<Tried> {
  // Cognito could take another for them, and so could whoever has their address.
  if (step.entry.signUp.isImitation) return { kind: 'failed', failure: { kind: 'imitation' }, mayPass: false }
  const { deed } = step
  return deed.kind === 'add-to-group' ? addToGroup(parts, step, deed.group) : tellMember(parts, step)
}

async function end(
  { ledger, log }: StepsParts,
  step: StartedStep,
  tried: Exclude<Tried, { kind: 'lost' }>,
): Promise<boolean> {
  const ending = endOf(step, tried)
  const requestId = requestIdOf(tried)
  const isWritten = await ledger.endStep(step, ending, requestId, tried.roleSession ?? null)
  const { signUp, round } = step.entry
  const failure = tried.kind === 'failed' ? detailOf(tried.failure) : undefined
  const facts = { flow: 'steps', step: step.deed.kind, pool: signUp.poolId, sub: signUp.sub, round: round.id }
  const what = { ...facts, end: ending.kind, failure, tries: step.tries, awsRequestId: requestId }
  if (ending.kind === 'fail') log.error(what, 'a step after a confirmation has failed')
  else log.info(what, 'a step after a confirmation was tried')
  return isWritten
}

/** What may pass is tried again, for a while. */
function endOf({ tries, age }: StartedStep, tried: Exclude<Tried, { kind: 'lost' }>): EndOfStep {
  if (tried.kind === 'done') return { kind: 'done', result: tried.result }
  const { failure } = tried
  const pause = Math.max(backoff(tries, stepPause), tried.pause ?? 0)
  return tried.mayPass && age + pause < stepPatience
    ? { kind: 'put-off', failure, pause }
    : { kind: 'fail', failure }
}

function requestIdOf(tried: Exclude<Tried, { kind: 'lost' }>): string | null {
  if (tried.kind === 'done') return tried.requestId
  return 'requestId' in tried.failure ? tried.failure.requestId : null
}

function detailOf(failure: Extract<Tried, { kind: 'failed' }>['failure']): string {
  if (failure.kind === 'cognito') return failure.reason.kind
  return failure.kind === 'slack' ? failure.error : failure.kind
}
