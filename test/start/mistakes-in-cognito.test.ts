// What is definitely wrong in AWS keeps Countersign from starting; what may pass does not.
import { expect, test } from 'vitest'
import { openStage } from '../support/stage.ts'
import { cardWithButton } from '../support/story.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'
import { begin, inTime, runs, toldBy } from './begin.ts'

const poolId = 'us-east-1_Sandbox01'

test.each([
  [
    'a pool that does not exist',
    faults.resourceNotFound,
    `COGNITO_USER_POOL_ID ${poolId}: there is no such user pool in us-east-1. Copy the id again from the pool's overview page, and check that the AWS credentials belong to its account.`,
  ],
  [
    'a policy without ListUsers',
    faults.accessDenied,
    `COGNITO_USER_POOL_ID ${poolId}: AWS does not allow Countersign to list the pool's users. Allow it the IAM action cognito-idp:ListUsers on this pool.`,
  ],
  [
    'credentials that AWS does not know',
    faults.unrecognizedClient,
    'AWS credentials: AWS rejects them (UnrecognizedClientException). Check the profile, the keys or the role that this process runs with.',
  ],
  [
    'credentials that have expired',
    faults.expiredToken,
    'AWS credentials: they have expired (ExpiredTokenException). Renew them, or run this process with a role.',
  ],
] as const)('%s', async (_, fault, line) => {
  const stage = await openStage({ isNotStarted: true })
  stage.cognito.fail('ListUsers', fault, Number.POSITIVE_INFINITY)
  expect(await toldBy(begin(stage))).toEqual([line])
})

test('a signature that fails once is retried, because the SDK corrects for the clock', async () => {
  const stage = await openStage({ isNotStarted: true })
  stage.cognito.fail('ListUsers', faults.invalidSignature)
  begin(stage)
  await runs(stage)
})

const passing: Readonly<Record<string, Fault>> = {
  throttling: faults.tooManyRequests,
  'an internal error': faults.internalError,
  'a web page': { kind: 'html', status: 503 },
  'a broken connection': { kind: 'resetBefore' },
  'an answer that makes no sense': { kind: 'garbage' },
}

test.each(Object.entries(passing))('%s does not keep the bot from starting', async (_, fault) => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '100ms' })
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  stage.cognito.fail('ListUsers', fault)
  begin(stage)
  await runs(stage)
  await cardWithButton(stage)
})

test('Cognito is asked once, because the first poll uses what the start read', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  begin(stage)
  await cardWithButton(stage)
  expect(stage.cognito.calls.map(({ operation }) => operation)).toEqual(['ListUsers'])
})

test('a pool whose Cognito hangs does not hold up the others', async () => {
  const stage = await openStage({ isNotStarted: true, pollInterval: '1h' })
  const { cognito, hurry } = stage
  cognito.addPool('us-east-1_Second')
  // Both pools are read at once, so either call may come first and hang.
  for (const poolId of cognito.poolIds) cognito.signUp({ poolId, email: 'mia@visitors.example' })
  const held = cognito.hold('ListUsers')
  const { log } = begin(stage, (config) => ({
    ...config,
    pools: config.pools.flatMap((pool) => [pool, { ...pool, id: 'us-east-1_Second', name: 'Second' }]),
  }))
  await held.arrived
  await expect
    .poll(async () => {
      await hurry(1000)
      return log.filter(({ message }) => message.includes('Cognito does not answer')).length
    }, inTime)
    .toBe(1)
  await cardWithButton(stage)
  held.release()
})
