// What the stand-in offers tests: faults that queue up, calls held in the middle, waiting without timers.
import { AdminConfirmSignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { failureOf, oneSignUp, standInAndClient } from '../support/real-client.ts'
import { faults } from './faults.ts'

test('faults queue up, last for as many calls as asked, and are healed', async () => {
  const { cognito, list } = await oneSignUp()
  cognito.fail('ListUsers', faults.throttling, 2)
  cognito.fail('ListUsers', faults.accessDenied, Number.POSITIVE_INFINITY)
  cognito.fail('AdminGetUser', faults.throttling)

  const names = [list(), list(), list(), list()].map(async (answer) => (await failureOf(answer)).name)
  expect((await Promise.all(names)).sort()).toEqual([
    'AccessDeniedException',
    'AccessDeniedException',
    'ThrottlingException',
    'ThrottlingException',
  ])
  cognito.heal('ListUsers')
  expect((await list()).Users).toHaveLength(1)
})

test.each([
  ['beforeWork', false],
  ['afterWork', true],
] as const)('a call is held %s until it is released', async (point, confirmed) => {
  const { cognito, confirm, isConfirmed } = await oneSignUp()
  const { arrived, release } = cognito.hold('AdminConfirmSignUp', point)

  const answer = confirm()
  await arrived
  expect(isConfirmed()).toBe(confirmed)
  expect(cognito.calls).toMatchObject([{ answer: 'pending' }])
  release()

  await answer
  expect(isConfirmed()).toBe(true)
  expect(cognito.calls).toMatchObject([{ answer: 'ok' }])
})

test('of two confirmations at once, one is refused', async () => {
  const { cognito, confirm } = await oneSignUp()

  const ends = await Promise.allSettled([confirm(), confirm()])

  expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(cognito.confirmations).toHaveLength(1)
})

test('waiting ends with the call or change that it waits for, or says what was missing', async () => {
  const { cognito, confirm, sub } = await oneSignUp()

  const seen = cognito.waitFor('a confirmation', () => cognito.confirmations.at(0))
  await confirm()
  expect((await seen).sub).toBe(sub)
  const never = cognito.waitFor('snow in July', () => false, 10)
  await expect(never).rejects.toThrow('Waited 10 ms for snow in July')
})

test('users, calls and confirmations are dated by the given clock', async () => {
  const at = new Date('2025-03-04T05:06:07.000Z')
  const { cognito, client, UserPoolId } = await standInAndClient({ now: () => at, latencyMs: 5 })
  const { sub, createdAt } = cognito.signUp()

  await client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: sub }))

  expect(createdAt).toEqual(at)
  expect(cognito.calls).toMatchObject([{ at, input: { UserPoolId, Username: sub } }])
  expect(cognito.confirmations).toMatchObject([{ at }])
})
