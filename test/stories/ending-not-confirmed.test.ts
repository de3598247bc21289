// Answers after which the user still waits: the card says why and what to do, and a second click works.
import { expect, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import {
  approve,
  callsOf,
  cardSays,
  decisionsIn,
  expectDiscretion,
  openStory,
  type Story,
} from '../support/story.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'

interface Refusal {
  readonly answer: string
  readonly fault: Fault
  readonly says: readonly string[]
  readonly reason: Readonly<Record<string, string>>
  /** How many look-ups it takes to be sure. */
  readonly looks: number
  /** How many calls are answered like this; one if left out. */
  readonly calls?: number
}

const refusals: readonly Refusal[] = [
  {
    answer: 'a cap of hours (LimitExceededException)',
    fault: faults.limitExceeded,
    says: ['Not confirmed: Cognito reached a limit (LimitExceededException)', 'Wait an hour'],
    reason: { kind: 'capped', name: 'LimitExceededException' },
    looks: 0,
  },
  {
    answer: 'a cap of hours (TooManyFailedAttemptsException)',
    fault: faults.tooManyFailedAttempts,
    says: ['Not confirmed: Cognito reached a limit (TooManyFailedAttemptsException)', 'Wait an hour'],
    reason: { kind: 'capped', name: 'TooManyFailedAttemptsException' },
    looks: 0,
  },
  {
    answer: 'a missing permission',
    fault: faults.accessDenied,
    says: [
      'AWS does not allow Countersign to do this',
      'allow cognito-idp:AdminConfirmSignUp in its IAM policy',
    ],
    reason: { kind: 'forbidden', action: 'cognito-idp:AdminConfirmSignUp' },
    looks: 0,
  },
  {
    answer: 'unknown credentials',
    fault: faults.unrecognizedClient,
    says: ['rejected Countersign’s credentials (UnrecognizedClientException)', 'renew them'],
    reason: { kind: 'credentials', name: 'UnrecognizedClientException' },
    looks: 0,
  },
  {
    answer: 'expired credentials',
    fault: faults.expiredToken,
    says: ['rejected Countersign’s credentials (ExpiredTokenException)', 'renew them'],
    reason: { kind: 'credentials', name: 'ExpiredTokenException' },
    looks: 0,
  },
  {
    answer: 'a wrong signature or clock, twice',
    fault: faults.invalidSignature,
    says: ['rejected Countersign’s credentials (InvalidSignatureException)', 'machine’s clock', 'renew them'],
    reason: { kind: 'credentials', name: 'InvalidSignatureException' },
    looks: 0,
    calls: 2,
  },
  {
    answer: 'an unknown pool',
    fault: faults.resourceNotFound,
    says: ['AWS cannot find this user pool', 'COGNITO_USER_POOL_ID'],
    reason: { kind: 'pool-missing' },
    looks: 0,
  },
  {
    answer: 'a parameter that Cognito does not take',
    fault: faults.invalidParameter,
    says: ['Not confirmed: Cognito rejected the request (request ', 'check the log'],
    reason: { kind: 'bad-parameter' },
    looks: 0,
  },
  {
    answer: 'a function that failed before the user was confirmed',
    fault: faults.unexpectedLambda,
    says: [
      'Not confirmed: one of the pool’s Lambda functions failed: “',
      'Socket timeout',
      'Ask an operator to fix it',
    ],
    reason: { kind: 'function-failed' },
    looks: 1,
  },
  {
    answer: 'a function that refused',
    fault: {
      kind: 'exception',
      name: 'UserLambdaValidationException',
      message: 'PreSignUp failed with error not today.',
    },
    says: ['Not confirmed: one of the pool’s Lambda functions failed: “', 'not today'],
    reason: { kind: 'function-failed' },
    looks: 1,
  },
  {
    answer: 'a function with an answer that makes no sense',
    fault: faults.invalidLambdaResponse,
    says: ['Not confirmed: one of the pool’s Lambda functions failed: “Unrecognizable lambda output”'],
    reason: { kind: 'function-failed' },
    looks: 1,
  },
  {
    answer: 'an unknown error',
    fault: faults.unheardOf,
    says: [
      'Not confirmed: Cognito answered with MoonPhaseException (request ',
      'ask an operator to check the log',
    ],
    reason: { kind: 'unheard-of', name: 'MoonPhaseException' },
    looks: 1,
  },
  {
    answer: 'a refusal although the user is still waiting',
    fault: { kind: 'exception', name: 'NotAuthorizedException', message: 'User is disabled.' },
    says: ['Not confirmed: Cognito refused, although the user is still waiting (request '],
    reason: { kind: 'not-allowed' },
    looks: 1,
  },
]

test.each(refusals)('after $answer, the card says so and a second click works', async (refusal) => {
  const story = await openStory()
  const { calls = 1 } = refusal
  story.cognito.fail('AdminConfirmSignUp', refusal.fault, calls)
  await approve(story)
  const card = await cardSays(story, `❌ `)
  expect(card.words).toContain('Sign-up still waiting')
  for (const words of refusal.says) expect(card.words).toContain(words)
  expect(card.words).toContain(`Tried by <@${story.ada}>`)
  expect(decisionsIn(card).map(({ label }) => label)).toEqual(['Approve', 'Deny…'])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    {
      kind: 'click-failed',
      user_id: story.ada,
      outcome: { reason: refusal.reason },
      slack_request_id: expect.any(String),
      aws_request_id: expect.any(String),
    },
  ])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(calls)
  expect(callsOf(story, 'AdminGetUser')).toBe(refusal.looks)
  expect(story.cognito.user(story.user.sub)?.status).toBe('UNCONFIRMED')
  await expectSecondClickToWork(story)
})

async function expectSecondClickToWork(story: Story): Promise<void> {
  await approve(story, story.bob)
  const card = await cardSays(story, `✅ Approved by <@${story.bob}>`)
  expect(card.words).not.toContain('❌')
  expect(decisionsIn(card)).toEqual([])
  expect(story.cognito.confirmations).toHaveLength(1)
  expect((await readAudit(story.databaseUrl)).map(({ kind }) => kind)).toEqual([
    'click-failed',
    'click-confirmed',
  ])
  expectDiscretion(story)
}

test('what an operator has to fix is logged as an error, without AWS’s own words', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', faults.accessDenied)
  await approve(story)
  await cardSays(story, '❌ ')
  const errors = story.log.filter(({ level }) => level === 'error')
  expect(errors).toMatchObject([
    { facts: { awsError: 'AccessDeniedException', status: 400, awsRequestId: expect.any(String) } },
  ])
  expect(JSON.stringify(story.log)).not.toContain('arn:aws')
})

test('a user who is confirmed later is not credited to an approval that Cognito refused', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', faults.unexpectedLambda)
  await approve(story)
  await cardSays(story, '❌ ')
  story.cognito.confirmElsewhere(story.user.sub)
  await approve(story)
  await cardSays(story, '☑️ Confirmed outside Slack')
})
