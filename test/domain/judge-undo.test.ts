// What a look means for whoever takes back an approval.
import { describe, expect, it } from 'vitest'
import type { LookUp } from '../../src/domain/attempt.ts'
import type { FailureReason } from '../../src/domain/failure.ts'
import { judgeBeforeUndo } from '../../src/domain/judge-undo.ts'

const now = new Date('2026-05-01T12:00:00Z')
const first = { isDisabled: false, mayBeDisabled: false }
const unseen = { ...first, mayBeDisabled: true }
const only = { ...first, isDisabled: true }

const seen = (status: string, isEnabled: boolean): LookUp => {
  return { kind: 'found', status, isEnabled, isSurelyTheirs: true, requestId: null }
}
const failed = (reason: FailureReason): LookUp => ({ kind: 'failed', reason, requestId: null })
const elsewhere = { kind: 'confirmed-elsewhere', status: 'CONFIRMED, but disabled', at: now }
const changed = (status: string, isEnabled: boolean) => {
  return { kind: 'release', reason: { kind: 'changed', status, isEnabled } }
}

describe('before anybody is disabled or signed out', () => {
  it.each([
    ['active', seen('CONFIRMED', true), first, { kind: 'disable' }],
    ['active, after a call without an answer', seen('CONFIRMED', true), unseen, { kind: 'disable' }],
    ['disabled by that call', seen('CONFIRMED', false), unseen, { kind: 'disabled', certainty: 'probable' }],
    ['disabled by others', seen('CONFIRMED', false), first, { kind: 'settle', ending: elsewhere }],
    ['disabled before', seen('CONFIRMED', false), only, { kind: 'disabled', certainty: 'before' }],
    ['let in since', seen('CONFIRMED', true), only, changed('CONFIRMED', true)],
    ['unconfirmed', seen('UNCONFIRMED', true), first, changed('UNCONFIRMED', true)],
    ['disabled with another status', seen('RESET_REQUIRED', false), unseen, changed('RESET_REQUIRED', false)],
    [
      'deleted',
      { kind: 'gone', requestId: null },
      first,
      { kind: 'settle', ending: { kind: 'gone', at: now } },
    ],
  ] as const)('the user is %s', (_, look, before, step) => {
    expect(judgeBeforeUndo(look, before, now)).toEqual(step)
  })

  it.each([
    [{ kind: 'throttled' }, first, { kind: 'retry' }],
    [{ kind: 'no-answer' }, unseen, { kind: 'retry' }],
    [{ kind: 'pool-missing' }, first, { kind: 'release', reason: { kind: 'pool-missing' } }],
    [{ kind: 'pool-missing' }, unseen, { kind: 'release', reason: { kind: 'uncertain' } }],
  ] as const)('nobody can see the user: %o', (reason, before, step) => {
    expect(judgeBeforeUndo(failed(reason), before, now)).toEqual(step)
  })

  it('Cognito says two things about the user', () => {
    const look: LookUp = { kind: 'contradicted', status: 'CONFIRMED', requestId: null }
    const step = { kind: 'release', reason: { kind: 'contradicted' } }
    expect(judgeBeforeUndo(look, first, now)).toEqual(step)
    // A call that may have worked is not called undone.
    const reason = { kind: 'unexplained', name: 'UserNotFoundException' }
    expect(judgeBeforeUndo(look, unseen, now)).toEqual({ kind: 'release', reason })
  })
})
