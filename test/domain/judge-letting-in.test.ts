// What a look means for whoever lets a disabled user in again.
import { describe, expect, it } from 'vitest'
import type { LookUp } from '../../src/domain/attempt.ts'
import type { FailureReason } from '../../src/domain/failure.ts'
import { judgeBeforeLettingIn, letIn } from '../../src/domain/judge-letting-in.ts'
import { ada } from './people.ts'

const now = new Date('2026-05-01T12:00:00Z')
const seen = (status: string, isEnabled: boolean): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const failed = (reason: FailureReason): LookUp => ({ kind: 'failed', reason, requestId: null })
const elsewhere = { kind: 'confirmed-elsewhere', status: 'CONFIRMED, and enabled', at: now }

describe('before anybody is enabled', () => {
  it.each([
    ['still disabled', seen('CONFIRMED', false), null, { kind: 'still-disabled' }],
    [
      'still disabled, after a call without an answer',
      seen('CONFIRMED', false),
      ada,
      { kind: 'still-disabled' },
    ],
    ['enabled by others', seen('CONFIRMED', true), null, { kind: 'settle', ending: elsewhere }],
    [
      'enabled by that call',
      seen('CONFIRMED', true),
      ada,
      { kind: 'settle', ending: letIn(ada, now, 'probable') },
    ],
    [
      'deleted',
      { kind: 'gone', requestId: null },
      null,
      { kind: 'settle', ending: { kind: 'gone', at: now } },
    ],
    [
      'something else',
      seen('UNCONFIRMED', false),
      null,
      { kind: 'release', reason: { kind: 'changed', status: 'UNCONFIRMED', isEnabled: false } },
    ],
    [
      'said to be two things',
      { kind: 'contradicted', status: 'CONFIRMED', requestId: null },
      null,
      { kind: 'release', reason: { kind: 'contradicted' } },
    ],
  ] as const)('the user is %s', (_, look, unseen, step) => {
    expect(judgeBeforeLettingIn(look, unseen, now)).toEqual(step)
  })

  it.each([
    [{ kind: 'throttled' }, null, { kind: 'retry' }],
    [{ kind: 'no-answer' }, ada, { kind: 'retry' }],
    [{ kind: 'pool-missing' }, null, { kind: 'release', reason: { kind: 'pool-missing' } }],
    [{ kind: 'pool-missing' }, ada, { kind: 'release', reason: { kind: 'uncertain' } }],
  ] as const)('nobody can see the user: %o', (reason, unseen, step) => {
    expect(judgeBeforeLettingIn(failed(reason), unseen, now)).toEqual(step)
  })
})
