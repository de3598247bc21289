import { describe, expect, it } from 'vitest'
import type { LookUp } from '../../src/domain/attempt.ts'
import { deniedBefore, judgeBeforeDenial, judgeReadBack, kept } from '../../src/domain/judge-denial.ts'
import { ada, bob } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const requestId = 'aws 1'
const denial = { by: ada, reason: 'Spam or a bot', note: 'Not on the list' }
const alone = { unanswered: null, denial: null }
const denied = { ...denial, kind: 'denied', at: now } as const

const seen = (status: string, isEnabled = true): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const failed = (kind: 'throttled' | 'no-answer'): LookUp => {
  return { kind: 'failed', reason: { kind }, requestId: null }
}
const forbidden = { kind: 'forbidden', action: 'cognito-idp:ListUsers' } as const

describe('before anybody is disabled', () => {
  it('only a user who is unconfirmed and enabled is still waiting', () => {
    expect(judgeBeforeDenial(seen('UNCONFIRMED'), alone, now)).toEqual({ kind: 'still-waiting' })
  })

  it.each([
    ['confirmed', seen('CONFIRMED'), { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: now }],
    ['disabled', seen('UNCONFIRMED', false), { kind: 'disabled', at: now }],
    ['reset', seen('RESET_REQUIRED'), { kind: 'confirmed-elsewhere', status: 'RESET_REQUIRED', at: now }],
    ['deleted', { kind: 'gone', requestId }, { kind: 'gone', at: now }],
  ] as const)('the round of a user who was %s outside ends as that', (_, look, ending) => {
    expect(judgeBeforeDenial(look, alone, now)).toEqual({ kind: 'settle', ending })
  })

  it('a user who is confirmed was probably confirmed by the approval that got no answer', () => {
    const ending = { kind: 'confirmed', by: bob, at: now, certainty: 'probable', functionError: null }
    expect(judgeBeforeDenial(seen('CONFIRMED'), { unanswered: bob, denial: null }, now)).toEqual({
      kind: 'settle',
      ending,
    })
  })

  it.each(['UNCONFIRMED', 'CONFIRMED'])(
    'a user who is disabled was probably disabled by the denial that got no answer: %s',
    (status) => {
      const account = { kind: 'disabled', certainty: 'probable', status }
      const step = { kind: 'settle', ending: { ...denied, account } }
      expect(judgeBeforeDenial(seen(status, false), { unanswered: null, denial }, now)).toEqual(step)
      expect(deniedBefore(seen(status, false), denial, now)).toEqual(step.ending)
    },
  )

  it('nobody’s denial is told of a user who is enabled, gone, or was never denied', () => {
    expect(deniedBefore(seen('UNCONFIRMED'), denial, now)).toBeNull()
    expect(deniedBefore({ kind: 'gone', requestId }, denial, now)).toBeNull()
    expect(deniedBefore(seen('UNCONFIRMED', false), null, now)).toBeNull()
  })

  it('a look that fails is repeated where that may help, and nothing is sent without one', () => {
    expect(judgeBeforeDenial(failed('throttled'), alone, now)).toEqual({ kind: 'retry' })
    expect(judgeBeforeDenial(failed('no-answer'), alone, now)).toEqual({ kind: 'retry' })
    const look: LookUp = { kind: 'failed', reason: forbidden, requestId: null }
    expect(judgeBeforeDenial(look, alone, now)).toEqual({ kind: 'release', reason: forbidden })
    expect(judgeBeforeDenial(look, { unanswered: null, denial }, now)).toEqual({
      kind: 'release',
      reason: { kind: 'look-forbidden', action: 'cognito-idp:ListUsers' },
    })
  })

  it('a user of whom Cognito says two things stays waiting', () => {
    const look: LookUp = { kind: 'contradicted', status: 'UNCONFIRMED', requestId }
    expect(judgeBeforeDenial(look, alone, now)).toEqual({ kind: 'release', reason: { kind: 'contradicted' } })
  })
})

describe('after Cognito disabled a user', () => {
  const account = { kind: 'disabled', certainty: 'answered' } as const

  it.each([
    ['UNCONFIRMED', seen('UNCONFIRMED', false)],
    ['CONFIRMED', seen('CONFIRMED', false)],
    [null, seen('CONFIRMED')],
    [null, seen('UNCONFIRMED')],
    [null, failed('no-answer')],
  ] as const)('the card tells what the list then shows: %s', (status, look) => {
    expect(judgeReadBack(look, denial, now)).toEqual({
      kind: 'settle',
      ending: { ...denied, account: { ...account, status } },
    })
  })

  it('a user who was deleted meanwhile is gone', () => {
    expect(judgeReadBack({ kind: 'gone', requestId }, denial, now)).toEqual({
      kind: 'settle',
      ending: { kind: 'gone', at: now },
    })
  })
})

it('a pool that keeps denied accounts leaves them as they are', () => {
  expect(kept(denial, 'keep', now)).toEqual({ ...denied, account: { kind: 'kept' } })
  const left = { ...denied, account: { kind: 'kept-disabled' } }
  expect(kept(denial, 'keep-disabled', now)).toEqual(left)
})
