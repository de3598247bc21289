// How AWS's own trail names whoever decided.
import { expect, test } from 'vitest'
import { type RoleProblem, roleSession, sessionNames } from '../../src/domain/approver-role.ts'
import { mayHaveConfirmed, mayHaveUpdated, wasSent } from '../../src/domain/attempt.ts'
import { judgeAnswer } from '../../src/domain/judge-answer.ts'
import { judgeUpdate, reasonNotDone } from '../../src/domain/judge-update.ts'
import { testPool } from '../support/pool.ts'
import { ada, bob } from './people.ts'

test('a session and its source identity name the workspace and the person', () => {
  expect(sessionNames(ada)).toEqual({ name: 'cs-T0HOME-U0ADA', sourceIdentity: 'slack-T0HOME-U0ADA' })
})

test('the longest names that AWS takes are taken, and longer ones are not cut: they could be somebody else’s', () => {
  const teamId = 'T'.repeat(30)
  expect(sessionNames({ teamId, userId: 'U'.repeat(27) })?.sourceIdentity).toHaveLength(64)
  expect(sessionNames({ teamId, userId: 'U'.repeat(28) })).toBeNull()
})

test.each(['', 'U 1', 'U1-U2', 'Ü1', 'U1\n', 'U/1', 'arn:aws'])(
  'no session is called after the id “%s”',
  (odd) => {
    expect(sessionNames({ teamId: 'T1', userId: odd })).toBeNull()
    expect(sessionNames({ teamId: odd, userId: 'U1' })).toBeNull()
  },
)

test('without an approver role there is no session', () => {
  expect(roleSession(testPool(), ada)).toBeNull()
  expect(roleSession(testPool({ approverRole: 'arn:aws:iam::1:role/a' }), ada)).toBe('cs-T0HOME-U0ADA')
})

test.each<readonly [string, boolean, RoleProblem]>([
  ['STS opens no session', false, { kind: 'role-forbidden', action: 'sts:AssumeRole' }],
  ['STS does not answer', false, { kind: 'role-no-answer' }],
  ['Cognito refuses in the session', true, { kind: 'role-lacks', action: 'cognito-idp:AdminConfirmSignUp' }],
  ['Cognito rejects the session', true, { kind: 'role-session', name: 'ExpiredTokenException' }],
])('a call stands in AWS’s trail under a session only if it was made in it: %s', (_, isSent, problem) => {
  expect(wasSent({ kind: 'role-problem', problem, requestId: null })).toBe(isSent)
})

test('a call that came too late was made in none, and one without an answer was', () => {
  expect(wasSent({ kind: 'not-sent' })).toBe(false)
  expect(wasSent({ kind: 'no-answer', name: 'TimeoutError', requestId: null })).toBe(true)
})

const problems: { readonly [Kind in RoleProblem['kind']]: Extract<RoleProblem, { kind: Kind }> } = {
  'role-forbidden': { kind: 'role-forbidden', action: 'sts:AssumeRole' },
  'role-lacks': { kind: 'role-lacks', action: 'cognito-idp:AdminConfirmSignUp' },
  'role-region': { kind: 'role-region' },
  'role-credentials': { kind: 'role-credentials', name: 'ExpiredTokenException' },
  'role-refused': { kind: 'role-refused', name: 'ValidationError' },
  'role-session': { kind: 'role-session', name: 'ExpiredTokenException' },
  'role-throttled': { kind: 'role-throttled' },
  'role-no-answer': { kind: 'role-no-answer' },
}

test.each(Object.values(problems))(
  'nothing was done where it could not be in somebody’s name: $kind',
  (problem) => {
    const answer = { kind: 'role-problem', problem, requestId: 'aws 1' } as const
    expect(mayHaveConfirmed(answer, null)).toBe(false)
    expect(mayHaveUpdated('disable', answer, null)).toBe(false)
    const isPassing = problem.kind === 'role-throttled' || problem.kind === 'role-no-answer'
    const now = new Date('2026-05-01T12:00:00Z')
    const over = { kind: 'release', reason: problem }
    const judged = judgeAnswer(answer, { by: ada, unanswered: null, now })
    expect(judged).toEqual(isPassing ? { kind: 'retry' } : over)
    expect(judgeUpdate(answer)).toEqual(isPassing ? { kind: 'retry' } : over)
    expect(reasonNotDone(answer)).toEqual(problem)
    // An earlier call may have worked.
    const after = judgeAnswer(answer, { by: ada, unanswered: bob, now })
    expect(after).toEqual({ kind: isPassing ? 'retry' : 'look-up' })
  },
)
