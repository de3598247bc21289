// How AWS's own trail names whoever decided.
import { expect, test } from 'vitest'
import type { RoleProblem } from '../../src/domain/approver-role.ts'
import { roleSession, sessionNames } from '../../src/domain/approver-role.ts'
import { wasSent } from '../../src/domain/attempt.ts'
import { testPool } from '../support/pool.ts'
import { ada } from './people.ts'

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
