// What a look means for whoever wants a denied sign-up to wait again.
import { describe, expect, it } from 'vitest'
import type { LookUp } from '../../src/domain/attempt.ts'
import type { Denied } from '../../src/domain/decision.ts'
import type { FailureReason } from '../../src/domain/failure.ts'
import { judgeBeforeReopening, judgeReopened } from '../../src/domain/judge-reopening.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const account = { kind: 'disabled', certainty: 'answered', status: 'UNCONFIRMED' } as const
const denied: Denied = { kind: 'denied', by: ada, reason: 'Other', note: null, at: now, account }
const before = { denied, unanswered: null, mayBeEnabled: false }
const kept = { ...before, denied: { ...denied, account: { kind: 'kept' } as const } }

const seen = (status: string, isEnabled: boolean): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const failed = (reason: FailureReason): LookUp => ({ kind: 'failed', reason, requestId: null })
const gone: LookUp = { kind: 'gone', requestId: null }

describe('before anybody is enabled', () => {
  it('only whom we disabled and who is still unconfirmed is to be enabled', () => {
    expect(judgeBeforeReopening(seen('UNCONFIRMED', false), before, now)).toEqual({ kind: 'enable' })
  })

  it('whoever is unconfirmed and enabled has only to wait again', () => {
    expect(judgeBeforeReopening(seen('UNCONFIRMED', true), before, now)).toEqual({ kind: 'wait' })
    expect(judgeBeforeReopening(seen('UNCONFIRMED', true), kept, now)).toEqual({ kind: 'wait' })
  })

  it.each([
    ['disabled by others', seen('UNCONFIRMED', false), { kind: 'disabled', at: now }],
    ['confirmed', seen('CONFIRMED', true), { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: now }],
    ['deleted', gone, { kind: 'gone', at: now }],
  ])('whoever was kept and is %s meanwhile is told as that', (_, look, ending) => {
    expect(judgeBeforeReopening(look, kept, now)).toEqual({ kind: 'settle', ending })
  })

  it('whoever had been confirmed when the denial disabled them is told as that', () => {
    const ending = { ...denied, account: { ...account, status: 'CONFIRMED' } }
    expect(judgeBeforeReopening(seen('CONFIRMED', false), before, now)).toEqual({ kind: 'settle', ending })
  })

  it('whoever is active was probably confirmed by the approval that got no answer', () => {
    const step = judgeBeforeReopening(seen('CONFIRMED', true), { ...before, unanswered: bob }, now)
    expect(step).toMatchObject({ kind: 'settle', ending: { kind: 'confirmed', by: bob } })
  })

  it.each([
    [{ kind: 'throttled' }, false, { kind: 'retry' }],
    [{ kind: 'no-answer' }, true, { kind: 'retry' }],
    [{ kind: 'pool-missing' }, false, { kind: 'release', reason: { kind: 'pool-missing' } }],
    [{ kind: 'pool-missing' }, true, { kind: 'release', reason: { kind: 'uncertain' } }],
  ] as const)('without a look nothing is claimed: %o, maybe enabled: %s', (reason, mayBeEnabled, step) => {
    expect(judgeBeforeReopening(failed(reason), { ...before, mayBeEnabled }, now)).toEqual(step)
  })

  it('of whom Cognito says two things, nothing is changed', () => {
    const look: LookUp = { kind: 'contradicted', status: 'UNCONFIRMED', requestId: null }
    const step = { kind: 'release', reason: { kind: 'contradicted' } }
    expect(judgeBeforeReopening(look, before, now)).toEqual(step)
  })
})

describe('after Cognito accepted that they be enabled', () => {
  it.each([seen('UNCONFIRMED', true), seen('UNCONFIRMED', false), failed({ kind: 'throttled' })])(
    'they wait, also if the list lags: %o',
    (look) => expect(judgeReopened(look, null, now)).toEqual({ kind: 'wait' }),
  )

  it.each([
    [seen('CONFIRMED', true), { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: now }],
    [gone, { kind: 'gone', at: now }],
  ])('they do not wait who are something else by then: %o', (look, ending) => {
    expect(judgeReopened(look, null, now)).toEqual({ kind: 'settle', ending })
  })
})
