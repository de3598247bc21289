// A machine's clock jumps: AWS rejects one signature, the SDK learns from the answer how wrong the clock is, and the call is
// made once more.
import { expect, test } from 'vitest'
import { type Clock, systemClock } from '../../src/shared/clock.ts'
import { ada } from '../domain/people.ts'
import type { Fault } from '../world/cognito/faults.ts'
import { openUserPools } from './open-user-pools.ts'

const words = 'Signature expired: 20260501T120000Z is now earlier than 20260501T121500Z for grace@example.com'
const rejected = (name: string, status = 400): Fault => ({
  kind: 'exception',
  name,
  message: words,
  status,
})

async function open(clock: Clock = systemClock) {
  const { cognito, poolId, log, userPools } = await openUserPools(clock)
  const { sub } = cognito.signUp({ userName: 'grace' })
  const about = { poolId, sub, urgency: 'click' } as const
  const confirm = () =>
    userPools.confirm({ ...about, by: ada, clientMetadata: {}, startBefore: new Date(Date.now() + 60_000) })
  const told = () => log.lines.filter(({ level }) => level !== 'debug')
  return { cognito, userPools, about, confirm, told }
}

test.each([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
])('one %s is nobody’s business', async (name) => {
  const { cognito, userPools, about, confirm, told } = await open()
  for (const operation of ['ListUsers', 'AdminGetUser', 'AdminConfirmSignUp'] as const)
    cognito.fail(operation, rejected(name))
  expect(await userPools.listUnconfirmed(about.poolId, null, 'click')).toMatchObject({ users: [{}] })
  expect(await userPools.lookUp(about)).toMatchObject({ kind: 'found' })
  expect(await confirm()).toMatchObject({ kind: 'confirmed' })
  expect(cognito.calls).toHaveLength(6)
  expect(told()).toHaveLength(3)
  expect(told()).toMatchObject(
    Array.from({ length: 3 }, () => ({
      level: 'warn',
      message: 'AWS rejected a signature, perhaps because of the clock: retrying once',
      facts: { error: name, status: 400, awsRequestId: expect.any(String) },
    })),
  )
})

test('the second one in a row is told, without AWS’s words in the log', async () => {
  const { cognito, userPools, about, confirm, told } = await open()
  cognito.fail('any', rejected('RequestExpired'), Number.POSITIVE_INFINITY)
  expect(await confirm()).toMatchObject({ kind: 'credentials', name: 'RequestExpired' })
  expect(await userPools.lookUp(about)).toMatchObject({ kind: 'failed', reason: { kind: 'credentials' } })
  expect(await userPools.lookInList(about)).toMatchObject({ kind: 'failed', reason: { kind: 'credentials' } })
  expect(cognito.calls).toHaveLength(6)
  expect(JSON.stringify(told())).not.toMatch(/grace|Signature expired/)
})

test.each([
  ['a call that may have been carried out', rejected('InvalidSignatureException', 500)],
  ['credentials that have expired', rejected('ExpiredTokenException')],
  ['a missing permission', rejected('AccessDeniedException')],
] as const)('%s is not repeated', async (_, fault) => {
  const { cognito, confirm } = await open()
  cognito.fail('AdminConfirmSignUp', fault)
  await confirm()
  expect(cognito.calls).toHaveLength(1)
})

test('nothing is sent once more after the deadline', async () => {
  const startBefore = new Date(Date.now() + 60_000)
  let reads = 0
  const clock = {
    now: () => {
      reads += 1
      return reads === 1 ? new Date() : startBefore
    },
    sleep: systemClock.sleep,
  }
  const { cognito, userPools, about } = await open(clock)
  cognito.fail('AdminConfirmSignUp', rejected('RequestExpired'))
  expect(await userPools.confirm({ ...about, by: ada, clientMetadata: {}, startBefore })).toEqual({
    kind: 'not-sent',
  })
  expect(cognito.calls).toHaveLength(1)
})
