// Which IAM actions a pool's settings need.
import { expect, test } from 'vitest'
import { actionsOf, awsActions, featuresOf } from '../../src/domain/aws-actions.ts'
import { nothingAfter } from '../../src/domain/pool.ts'
import { testPool } from '../support/pool.ts'

test('a pool that only confirms needs three actions', () => {
  const pool = testPool({ onDeny: 'keep', undoWindow: 0 })
  expect(actionsOf(pool).map(({ action }) => action)).toEqual([
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

test('no action stands twice', () => {
  const all = Object.values(awsActions).flatMap((actions) => actions.map(({ action }) => action))
  expect(new Set(all).size).toBe(all.length)
})
