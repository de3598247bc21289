// Cognito is busy, broken or out of reach: a decision retries, at most six calls in a minute, then looks the user up.
import { expect, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, decisionsIn, expectDiscretion, openStory } from '../support/story.ts'
import { type Fault, faults } from '../world/cognito/faults.ts'

const passing: Readonly<Record<string, Fault>> = {
  TooManyRequestsException: faults.tooManyRequests,
  ThrottlingException: faults.throttling,
  'a 429 without a name': { kind: 'empty', status: 429 },
  InternalErrorException: faults.internalError,
  'a 500 without a body': { kind: 'empty', status: 500 },
  'a 503 with a web page': { kind: 'html', status: 503 },
  'a 403 with a web page': { kind: 'html', status: 403 },
  'a 200 with a web page': { kind: 'html', status: 200 },
  'a broken connection': { kind: 'resetBefore' },
}

test.each(Object.entries(passing))('the approval goes through after %s twice', async (_, fault) => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', fault, 2)
  await approve(story)
  const card = await cardSays(story, `✅ Approved by <@${story.ada}>`)
  expect(decisionsIn(card)).toEqual([])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(3)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expect(story.cognito.confirmations).toHaveLength(1)
  expect(await readAudit(story.databaseUrl)).toMatchObject([{ kind: 'click-confirmed' }])
})

const lasting: readonly {
  readonly trouble: string
  readonly fault: Fault
  readonly says: string
  reason: string
}[] = [
  {
    trouble: 'too busy',
    fault: faults.tooManyRequests,
    says: 'Not confirmed: Cognito was too busy. Press Approve again in a minute.',
    reason: 'throttled',
  },
  {
    trouble: 'broken',
    fault: faults.internalError,
    says: 'Not confirmed: Cognito gave no answer, and the user is still waiting. Press Approve again.',
    reason: 'no-answer',
  },
  {
    trouble: 'hidden behind a web page',
    fault: { kind: 'html', status: 503 },
    says: 'Not confirmed: Cognito gave no answer, and the user is still waiting.',
    reason: 'no-answer',
  },
  {
    trouble: 'hanging up',
    fault: { kind: 'resetBefore' },
    says: 'Not confirmed: Cognito gave no answer, and the user is still waiting.',
    reason: 'no-answer',
  },
]

test.each(lasting)(
  'while Cognito is $trouble, six calls and one look-up are made, and the button comes back',
  async (row) => {
    const story = await openStory()
    const { cognito, clock } = story
    cognito.fail('AdminConfirmSignUp', row.fault, Number.POSITIVE_INFINITY)
    const startedAt = clock.now().getTime()
    await approve(story)
    const card = await cardSays(story, `❌ ${row.says}`)
    expect(clock.now().getTime() - startedAt).toBeLessThan(60_000)
    expect(decisionsIn(card)).toHaveLength(2)
    expect(callsOf(story, 'AdminConfirmSignUp')).toBe(6)
    expect(callsOf(story, 'AdminGetUser')).toBe(1)
    expect(await readAudit(story.databaseUrl)).toMatchObject([
      { kind: 'click-failed', outcome: { reason: { kind: row.reason } } },
    ])

    cognito.heal()
    await approve(story)
    await cardSays(story, `✅ Approved by <@${story.ada}>`)
    expect(cognito.confirmations).toHaveLength(1)
    expectDiscretion(story)
  },
)

test('the card says that Cognito is out of reach, and the next click works once it is back', async () => {
  const story = await openStory()
  await story.cognito.goDown()
  await approve(story)
  const card = await cardSays(
    story,
    '❌ Not confirmed: Cognito could not be reached. Press Approve again in a minute.',
  )
  expect(decisionsIn(card)).toHaveLength(2)
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-failed', outcome: { reason: { kind: 'unreachable' } }, aws_request_id: null },
  ])
  await story.cognito.comeUp()
  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
})

test('while Cognito is slow, the card says that it is confirming, without a button', async () => {
  const story = await openStory()
  const held = story.cognito.hold('AdminConfirmSignUp')
  await approve(story)
  const card = await cardSays(story, `⏳ Confirming… Approved by <@${story.ada}>.`)
  expect(decisionsIn(card)).toEqual([])
  expect(await readAudit(story.databaseUrl)).toEqual([])
  held.release()
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
})

test('a decision that has used up its minute makes no more calls and looks the user up instead', async () => {
  const story = await openStory()
  const { cognito, hurry } = story
  cognito.fail('AdminConfirmSignUp', faults.throttling, Number.POSITIVE_INFINITY)
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  await hurry(59_990)
  held.release()
  const card = await cardSays(story, '❌ Not confirmed: Cognito was too busy.')
  expect(decisionsIn(card)).toHaveLength(2)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})

test('after a lost answer, a refusal leads to a look-up, because the lost call may have confirmed the user', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', { kind: 'resetAfter' })
  story.cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  await approve(story)
  const card = await cardSays(story, `It was probably <@${story.ada}>’s approval, which got no answer`)
  expect(decisionsIn(card)).toEqual([])
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})

test('a refusal is told as such if the call whose answer was lost did nothing', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', { kind: 'resetBefore' })
  story.cognito.fail('AdminConfirmSignUp', faults.accessDenied)
  await approve(story)
  const card = await cardSays(story, 'allow cognito-idp:AdminConfirmSignUp in its IAM policy')
  expect(decisionsIn(card)).toHaveLength(2)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})
