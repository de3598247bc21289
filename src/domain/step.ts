// A step: what has to be done about a sign-up once it is confirmed, its states, and the only way from one to the next.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { failureMeanings, failureReasonFormat } from './failure.ts'
import { type Person, personFormat } from './person.ts'
import type { Pool } from './pool.ts'
import { storedDate } from './stored-date.ts'

/** What a step does. */
export const deedFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('add-to-group'), group: z.string() }),
    /** Tells whoever has the sign-up's address in our workspace that somebody with it was let in. */
    z.object({ kind: z.literal('tell-member') }),
  ])
  .readonly()

export type Deed = z.infer<typeof deedFormat>

const stepFailureFormat = z
  .discriminatedUnion('kind', [
    /** Cognito did not do it. `requestId` is AWS's. */
    z.object({ kind: z.literal('cognito'), reason: failureReasonFormat, requestId: z.string().nullable() }),
    /** The pool has no such group. */
    z.object({ kind: z.literal('group-missing'), requestId: z.string().nullable() }),
    /** The user was deleted. */
    z.object({ kind: z.literal('gone') }),
    /** Cognito could take another sign-up for this one. */
    z.object({ kind: z.literal('imitation') }),
    /** Slack refused, with this code of its own. */
    z.object({ kind: z.literal('slack'), error: z.string() }),
    /** Slack gave no answer to a question, or asked for a pause: nothing was sent. */
    z.object({ kind: z.literal('slack-unreachable') }),
    /** A message was sent, and nobody knows whether it arrived. Slack would post it again. */
    z.object({ kind: z.literal('may-be-told') }),
  ])
  .readonly()

export type StepFailure = z.infer<typeof stepFailureFormat>

/** `mayBeDone`: an earlier try got no answer, so it may have worked. `askedBy` had it tried again after it had failed. */
export const stepStateFormat = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('waiting'),
      /** Its tries end some time after this. */
      since: storedDate,
      tries: z.number(),
      /** Why the last try did not work; null before the first. */
      failure: stepFailureFormat.nullable(),
      mayBeDone: z.boolean(),
      /** Not to be tried before. */
      after: storedDate,
      askedBy: personFormat.optional(),
    }),
    z.object({
      kind: z.literal('doing'),
      since: storedDate,
      tries: z.number(),
      mayBeDone: z.boolean(),
      holder: z.string(),
      until: storedDate,
      /** What can't be done twice is being done: it must not be begun again. */
      isSent: z.boolean(),
      /** It was cancelled meanwhile: it is not tried again, unless the user is let in again before it ends. */
      isCancelled: z.boolean(),
      askedBy: personFormat.optional(),
    }),
    z.object({
      kind: z.literal('done'),
      at: storedDate,
      result: z.enum(['added', 'told', 'nobody-to-tell']),
    }),
    z.object({
      kind: z.literal('failed'),
      at: storedDate,
      failure: stepFailureFormat,
      mayBeDone: z.boolean(),
    }),
    z.object({ kind: z.literal('cancelled'), at: storedDate, mayBeDone: z.boolean() }),
  ])
  .readonly()

export type StepState = z.infer<typeof stepStateFormat>

type Doing = Extract<StepState, { kind: 'doing' }>

export type StepResult = Extract<StepState, { kind: 'done' }>['result']

/** A step as its row holds it. `fence` rises with everybody who does it. */
export interface Step {
  readonly deed: Deed
  readonly fence: number
  readonly state: StepState
  /** Who let the user in. */
  readonly by: Person
}

export type StepEvent =
  /** The user was let in, perhaps once more. */
  | { readonly kind: 'begin'; readonly now: Date }
  | { readonly kind: 'start'; readonly holder: string; readonly now: Date; readonly until: Date }
  /** What can't be done twice is about to be sent. */
  | { readonly kind: 'send'; readonly fence: number; readonly now: Date }
  | { readonly kind: 'done'; readonly fence: number; readonly now: Date; readonly result: StepResult }
  /** It did not work, and is tried again by itself. */
  | {
      readonly kind: 'put-off'
      readonly fence: number
      readonly now: Date
      readonly failure: StepFailure
      readonly after: Date
    }
  | { readonly kind: 'fail'; readonly fence: number; readonly now: Date; readonly failure: StepFailure }
  /** Whoever did it is dead, or its lease is over. */
  | { readonly kind: 'leave'; readonly now: Date }
  /** An approver wants it tried again. */
  | { readonly kind: 'try-again'; readonly now: Date; readonly by: Person }
  /** The user is not in any more. */
  | { readonly kind: 'cancel'; readonly now: Date }

type StepTransition =
  | { readonly kind: 'changed'; readonly state: StepState; readonly fence: number }
  | { readonly kind: 'refused' }

const refused: StepTransition = { kind: 'refused' }

/** The one transition function: what an event makes of a step, or that it does not apply. */
export function advanceStep(step: Step, event: StepEvent): StepTransition {
  const { state } = step
  const changed = (next: StepState): StepTransition => ({ kind: 'changed', state: next, fence: step.fence })
  switch (event.kind) {
    case 'begin':
      if (state.kind === 'doing')
        return state.isCancelled ? changed({ ...state, isCancelled: false }) : refused
      return isBegunAgain(step) ? changed(begun(event.now, mayBeDone(state))) : refused
    case 'start':
      return start(step, event)
    case 'send': {
      if (state.kind !== 'doing' || step.fence !== event.fence || state.until <= event.now) return refused
      return state.isCancelled || state.isSent ? refused : changed({ ...state, isSent: true })
    }
    case 'done': {
      const { now: at, result } = event
      return isDoing(step, event.fence) ? changed({ kind: 'done', at, result }) : refused
    }
    case 'put-off':
    case 'fail':
      return state.kind === 'doing' && step.fence === event.fence ? changed(notDone(state, event)) : refused
    case 'leave':
      return state.kind === 'doing' ? changed(left(step.deed, state, event.now)) : refused
    case 'try-again':
      return state.kind === 'failed' ? changed(begun(event.now, state.mayBeDone, event.by)) : refused
    case 'cancel':
      return cancel(step, event.now)
    default:
      return never(event)
  }
}

/** A membership may have been taken away by hand since, and adding does no harm; nobody is told twice. */
function isBegunAgain({ deed, state }: Step): boolean {
  if (state.kind === 'waiting' || state.kind === 'doing') return false
  if (deed.kind === 'add-to-group') return true
  return state.kind === 'done' ? state.result === 'nobody-to-tell' : !state.mayBeDone
}

/** A step that nobody has tried. */
export function begun(now: Date, may: boolean, askedBy?: Person): StepState {
  return { kind: 'waiting', since: now, tries: 0, failure: null, mayBeDone: may, after: now, askedBy }
}

function start(step: Step, { holder, now, until }: Extract<StepEvent, { kind: 'start' }>): StepTransition {
  const { state, fence } = step
  if (state.kind !== 'waiting' || state.after > now) return refused
  const { since, tries, askedBy } = state
  return {
    kind: 'changed',
    fence: fence + 1,
    state: {
      kind: 'doing',
      since,
      tries: tries + 1,
      mayBeDone: state.mayBeDone,
      holder,
      until,
      isSent: false,
      isCancelled: false,
      askedBy,
    },
  }
}

function notDone(doing: Doing, event: Extract<StepEvent, { kind: 'put-off' | 'fail' }>): StepState {
  const { failure, now: at } = event
  const may = doing.mayBeDone || mayHaveWorked(failure)
  if (doing.isCancelled) return { kind: 'cancelled', at, mayBeDone: may }
  if (event.kind === 'fail') return { kind: 'failed', at, failure, mayBeDone: may }
  const { since, tries, askedBy } = doing
  return { kind: 'waiting', since, tries, failure, mayBeDone: may, after: event.after, askedBy }
}

/** A call may have been made; a message only if it was written down that it is sent. */
function left(deed: Deed, doing: Doing, now: Date): StepState {
  const may = deed.kind === 'add-to-group' || doing.isSent || doing.mayBeDone
  if (doing.isCancelled) return { kind: 'cancelled', at: now, mayBeDone: may }
  if (doing.isSent) return { kind: 'failed', at: now, failure: { kind: 'may-be-told' }, mayBeDone: may }
  const { since, tries, askedBy } = doing
  return { kind: 'waiting', since, tries, failure: null, mayBeDone: may, after: now, askedBy }
}

function cancel({ state, fence }: Step, now: Date): StepTransition {
  switch (state.kind) {
    case 'waiting':
    case 'failed':
      return { kind: 'changed', fence, state: { kind: 'cancelled', at: now, mayBeDone: state.mayBeDone } }
    case 'doing':
      return state.isCancelled ? refused : { kind: 'changed', fence, state: { ...state, isCancelled: true } }
    case 'done':
    case 'cancelled':
      return refused
    default:
      return never(state)
  }
}

function isDoing({ state, fence }: Step, held: number): boolean {
  return state.kind === 'doing' && fence === held
}

function mayBeDone(state: StepState): boolean {
  return state.kind === 'done' || state.mayBeDone
}

function mayHaveWorked(failure: StepFailure): boolean {
  if (failure.kind === 'may-be-told') return true
  if (failure.kind !== 'cognito') return false
  const { kind } = failure.reason
  return kind === 'no-answer' || failureMeanings[kind].outcome === 'may-be-done'
}

/** What a pool wants done after a confirmation, in this order. */
export function deedsOf({ after }: Pool): readonly Deed[] {
  return [
    ...after.groups.map((group) => ({ kind: 'add-to-group', group }) as const),
    ...(after.tellsMember ? [{ kind: 'tell-member' } as const] : []),
  ]
}

/** Names the step of a deed among those of its sign-up. */
export function nameOf(deed: Deed): string {
  return deed.kind === 'add-to-group' ? `group ${deed.group}` : deed.kind
}

/** The one whose turn it is: one after the other, in their order; null if all have ended. */
export function nextStep<Known extends Step>(steps: readonly Known[]): Known | null {
  const isOf = (kind: StepState['kind']) => steps.find(({ state }) => state.kind === kind)
  return isOf('doing') ?? isOf('waiting') ?? null
}

/** From when on somebody may do it; null if it has ended. */
export function dueAt({ state }: Step): Date | null {
  if (state.kind === 'waiting') return state.after
  return state.kind === 'doing' ? state.until : null
}

/** Whether every group has the user by now. */
export function isInAllGroups(steps: readonly Step[]): boolean {
  return steps.every(({ deed, state }) => deed.kind !== 'add-to-group' || state.kind === 'done')
}

export function isFailed({ state }: Step): boolean {
  return state.kind === 'failed'
}
