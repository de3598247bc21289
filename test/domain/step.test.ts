// A step: its states, and the only way from one to the next.
import { describe, expect, it } from 'vitest'
import {
  advanceStep,
  begun,
  type Deed,
  dueAt,
  isInAllGroups,
  nextStep,
  type Step,
  type StepEvent,
  type StepState,
} from '../../src/domain/step.ts'
import { stepsAfter } from '../../src/domain/steps-of-round.ts'
import { whatFollows } from '../../src/domain/what-follows.ts'
import { confirmed } from '../slack/draw/everything.ts'
import { testPool } from '../support/pool.ts'
import { ada } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const until = new Date('2026-05-01T12:01:30Z')
const toGroup: Deed = { kind: 'add-to-group', group: 'customers' }
const telling: Deed = { kind: 'tell-member' }
const doing: StepState = {
  kind: 'doing',
  since: now,
  tries: 1,
  mayBeDone: false,
  holder: 'process 1',
  until,
  isSent: false,
  isCancelled: false,
}
const step = (state: StepState, deed: Deed = toGroup, fence = 1): Step => ({ deed, state, fence, by: ada })
const made = (one: Step, event: StepEvent) => {
  const transition = advanceStep(one, event)
  return transition.kind === 'changed' ? transition.state : transition.kind
}
const busy = { kind: 'cognito', reason: { kind: 'throttled' }, requestId: null } as const
const unanswered = { kind: 'cognito', reason: { kind: 'no-answer' }, requestId: null } as const
const start = { kind: 'start', holder: 'process 1', now, until } as const

describe('a step', () => {
  it('is begun by one at a time, under a fence that rises, and not before its time', () => {
    const waiting = begun(now, false)
    expect(advanceStep(step(waiting), start)).toEqual({ kind: 'changed', state: doing, fence: 2 })
    expect(made(step(doing), start)).toBe('refused')
    const later: StepState = {
      kind: 'waiting',
      since: now,
      tries: 1,
      failure: null,
      mayBeDone: false,
      after: until,
    }
    expect(made(step(later), start)).toBe('refused')
  })

  it.each(['done', 'put-off', 'fail'] as const)('is not ended by an older fence: %s', (kind) => {
    const event = { fence: 0, now, failure: busy, after: until, result: 'added' } as const
    expect(made(step(doing), { ...event, kind })).toBe('refused')
    expect(made(step(begun(now, false)), { ...event, fence: 1, kind })).toBe('refused')
  })

  it('that was cancelled while it was done is not tried again', () => {
    const cancelled = made(step(doing), { kind: 'cancel', now })
    expect(cancelled).toEqual({ ...doing, isCancelled: true })
    const held = step({ ...doing, isCancelled: true })
    expect(made(held, { kind: 'put-off', fence: 1, now, failure: busy, after: until })).toEqual({
      kind: 'cancelled',
      at: now,
      mayBeDone: false,
    })
    expect(made(held, { kind: 'fail', fence: 1, now, failure: unanswered })).toMatchObject({
      mayBeDone: true,
    })
    expect(made(held, { kind: 'done', fence: 1, now, result: 'added' })).toMatchObject({ kind: 'done' })
    expect(made(held, { kind: 'cancel', now })).toBe('refused')
  })

  it.each<readonly [Deed, Partial<typeof doing>, object]>([
    [toGroup, {}, { kind: 'waiting', mayBeDone: true, after: now }],
    [telling, {}, { kind: 'waiting', mayBeDone: false }],
    [telling, { isSent: true }, { kind: 'failed', failure: { kind: 'may-be-told' }, mayBeDone: true }],
    [telling, { isCancelled: true }, { kind: 'cancelled', mayBeDone: false }],
    [toGroup, { isCancelled: true }, { kind: 'cancelled', mayBeDone: true }],
  ])('of somebody who died goes on as far as it can: %o %o', (deed, change, state) => {
    expect(made(step({ ...doing, ...change }, deed), { kind: 'leave', now })).toMatchObject(state)
  })

  it.each<readonly [Deed, StepState, boolean]>([
    [toGroup, { kind: 'done', at: now, result: 'added' }, true],
    [toGroup, { kind: 'cancelled', at: now, mayBeDone: true }, true],
    [telling, { kind: 'done', at: now, result: 'told' }, false],
    [telling, { kind: 'done', at: now, result: 'nobody-to-tell' }, true],
    [telling, { kind: 'cancelled', at: now, mayBeDone: true }, false],
    [telling, { kind: 'cancelled', at: now, mayBeDone: false }, true],
    [toGroup, doing, false],
    [toGroup, { ...doing, isCancelled: true }, true],
    [telling, { ...doing, isSent: true, isCancelled: true }, true],
  ])('begins again where that can tell nobody twice: %o %o', (deed, state, isBegun) => {
    expect(made(step(state, deed), { kind: 'begin', now }) !== 'refused').toBe(isBegun)
  })

  it('comes after the one before it has ended, whatever came of that', () => {
    const failed = step({ kind: 'failed', at: now, failure: busy, mayBeDone: false })
    const waiting = step(begun(now, false), telling)
    expect(nextStep([failed, waiting])).toBe(waiting)
    expect(nextStep([waiting, step(doing)])).toEqual(step(doing))
    expect(nextStep([failed])).toBeNull()
    expect([waiting, step(doing), failed].map(dueAt)).toEqual([now, until, null])
    expect(isInAllGroups([failed])).toBe(false)
    expect(isInAllGroups([waiting])).toBe(true)
  })
})

it('only an approval has steps, as its pool names them', () => {
  const pool = testPool({ after: { groups: ['a'], tellsMember: true, signInNeedsGroup: true } })
  const deeds = [{ kind: 'add-to-group', group: 'a' }, telling]
  expect(whatFollows(confirmed, pool)).toEqual({
    ending: { ...confirmed, signInNeedsGroup: true },
    undoFor: pool.undoWindow,
    deeds,
  })
  expect(whatFollows({ kind: 'gone', at: now }, pool)).toMatchObject({ undoFor: 0, deeds: [] })
  expect(whatFollows(confirmed, null)).toEqual({ ending: confirmed, undoFor: 0, deeds: [] })
  expect(stepsAfter(confirmed, null)).toBe('begin')
  expect(stepsAfter({ kind: 'disabled', at: now }, null)).toBe('cancel')
})
