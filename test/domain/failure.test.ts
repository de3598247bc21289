import { describe, expect, it } from 'vitest'
import { type FailureMeaning, type FailureReason, failureMeanings } from '../../src/domain/failure.ts'
import { reasons } from '../slack/draw/everything.ts'

/** The kinds of all reasons that mean this. */
function kindsOf(holds: (meaning: FailureMeaning) => boolean): readonly FailureReason['kind'][] {
  return reasons.map(({ kind }) => kind).filter((kind) => holds(failureMeanings[kind]))
}

describe('after an approval that did not go through', () => {
  it('the user may be confirmed all the same only where neither an answer nor a look tells', () => {
    const kinds = kindsOf(({ outcome }) => outcome === 'may-be-done')
    expect(kinds).toEqual(['uncertain', 'unexplained', 'look-forbidden'])
    expect(kindsOf(({ outcome }) => outcome === 'not-done')).toHaveLength(reasons.length - kinds.length)
  })

  it('an operator has to fix what is wrong with the set-up, before anybody tries again', () => {
    expect(kindsOf(({ actor, again }) => actor === 'operator' && again === 'once-fixed')).toEqual([
      'look-forbidden',
      'forbidden',
      'credentials',
      'pool-missing',
      'not-enabled',
      'bad-parameter',
      'function-failed',
      'not-allowed',
      'role-forbidden',
      'role-lacks',
      'role-region',
      'role-credentials',
      'role-refused',
    ])
  })

  it('an operator has to look into what nobody can explain, but trying again may help', () => {
    expect(kindsOf(({ actor, again }) => actor === 'operator' && again === 'now')).toEqual([
      'contradicted',
      'changed',
      'unheard-of',
      'role-session',
    ])
  })

  it('whoever approved can try again: at once, in a minute where Cognito is busy, in an hour at a cap', () => {
    const approverTriesAgain = (when: FailureMeaning['again']) =>
      kindsOf(({ actor, again }) => actor === 'approver' && again === when)
    expect(approverTriesAgain('now')).toEqual([
      'no-answer',
      'uncertain',
      'unexplained',
      'expired',
      'facts-changed',
    ])
    expect(approverTriesAgain('in-a-minute')).toEqual([
      'throttled',
      'unreachable',
      'role-throttled',
      'role-no-answer',
    ])
    expect(approverTriesAgain('in-an-hour')).toEqual(['capped'])
  })

  it('any approver can try again where whoever approved may not be one any more', () => {
    expect(kindsOf(({ actor, again }) => actor === 'any-approver' && again === 'now')).toEqual([
      'withdrawn',
      'too-few',
    ])
  })
})
