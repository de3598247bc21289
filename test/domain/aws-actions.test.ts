// Which IAM actions a pool's settings need.
import { expect, test } from 'vitest'
import { approverActionsOf, awsActions, featuresOf, ownActionsOf } from '../../src/domain/aws-actions.ts'
import { nothingAfter } from '../../src/domain/pool.ts'
import { testPool } from '../support/pool.ts'

test('a pool that only confirms needs three actions', () => {
  const pool = testPool({ onDeny: 'keep', undoWindow: 0 })
  expect(ownActionsOf(pool).map(({ action }) => action)).toEqual([
    'cognito-idp:ListUsers',
    'cognito-idp:AdminGetUser',
    'cognito-idp:AdminConfirmSignUp',
  ])
})

test.each([
  ['a denial that disables', testPool({ undoWindow: 0 }), ['confirm', 'disable']],
  ['an undo', testPool({ onDeny: 'keep' }), ['confirm', 'disable', 'sign-out']],
  [
    'groups',
    testPool({ onDeny: 'keep', undoWindow: 0, after: { ...nothingAfter, groups: ['customers'] } }),
    ['confirm', 'groups'],
  ],
])('%s needs its own', (_, pool, features) => {
  expect(featuresOf(pool)).toEqual(features)
})

test('with an approver role, Countersign itself may change no user', () => {
  const pool = testPool({
    onDeny: 'keep',
    undoWindow: 0,
    approverRole: 'arn:aws:iam::123456789012:role/approver',
  })
  const namesOf = (actions: ReturnType<typeof ownActionsOf>) => actions.map(({ action }) => action)
  expect(namesOf(ownActionsOf(pool))).toEqual([
    'cognito-idp:ListUsers',
    'cognito-idp:AdminGetUser',
    'sts:AssumeRole',
    'sts:SetSourceIdentity',
  ])
  expect(namesOf(approverActionsOf(pool))).toEqual(['cognito-idp:AdminConfirmSignUp'])
  expect(approverActionsOf(testPool())).toEqual([])
})

test('no action stands twice', () => {
  const all = Object.values(awsActions).flatMap((actions) => actions.map(({ action }) => action))
  expect(new Set(all).size).toBe(all.length)
})
