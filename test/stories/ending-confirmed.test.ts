// Every way an approval ends with the user confirmed, and what the card and the audit log say about it.
import { expect, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, decisionsIn, expectDiscretion, openStory } from '../support/story.ts'
import { type Fault, faults, postConfirmationFailed } from '../world/cognito/faults.ts'

test('an approval that Cognito accepts confirms the user, and the card says who approved', async () => {
  const story = await openStory()
  await approve(story)
  const card = await cardSays(story, `✅ Approved by <@${story.ada}>`)
  expect(card.words).toContain('They can sign in now.')
  expect(decisionsIn(card)).toEqual([])
  expect(story.cognito.user(story.user.sub)?.status).toBe('CONFIRMED')
  expect(story.cognito.confirmations).toMatchObject([{ clientMetadata: { approvedBy: story.ada } }])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    {
      kind: 'click-confirmed',
      sub: story.user.sub,
      user_id: story.ada,
      outcome: { ending: { kind: 'confirmed', certainty: 'answered', functionError: null } },
      slack_request_id: expect.any(String),
      aws_request_id: expect.any(String),
    },
  ])
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expectDiscretion(story)
})

test('a user who was confirmed elsewhere is not credited to this approval', async () => {
  const story = await openStory()
  story.cognito.confirmElsewhere(story.user.sub)
  await approve(story)
  const card = await cardSays(story, '☑️ Confirmed outside Slack')
  expect(card.words).toContain('Nothing to do here')
  expect(card.words).not.toContain(story.ada)
  expect(decisionsIn(card)).toEqual([])
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-overtaken', outcome: { ending: { kind: 'confirmed-elsewhere', status: 'CONFIRMED' } } },
  ])
  expect(story.cognito.confirmations).toEqual([])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})

const lostAnswers: Readonly<Record<string, Fault>> = {
  'a connection that breaks after the work': { kind: 'resetAfter' },
  'a 500 after the work': { kind: 'exceptionAfterWork', name: 'InternalErrorException', status: 500 },
  'a 503 after the work': { kind: 'exceptionAfterWork', name: 'ServiceUnavailableException', status: 503 },
}

test.each(Object.entries(lostAnswers))(
  'after %s, the card says that it was probably this approval',
  async (_, fault) => {
    const story = await openStory()
    story.cognito.fail('AdminConfirmSignUp', fault)
    await approve(story)
    const card = await cardSays(story, '✅ Confirmed, noticed ')
    expect(card.words).toContain(`It was probably <@${story.ada}>’s approval, which got no answer`)
    expect(decisionsIn(card)).toEqual([])
    expect(story.cognito.confirmations).toHaveLength(1)
    expect(await readAudit(story.databaseUrl)).toMatchObject([
      { kind: 'click-confirmed', user_id: story.ada, outcome: { ending: { certainty: 'probable' } } },
    ])
    expect(callsOf(story, 'AdminConfirmSignUp')).toBe(2)
    expect(callsOf(story, 'AdminGetUser')).toBe(0)
  },
)

test('an unknown error after the user was confirmed counts as probably this approval', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', { kind: 'exceptionAfterWork', name: 'MoonPhaseException' })
  await approve(story)
  await cardSays(story, `It was probably <@${story.ada}>’s approval, which got no answer`)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(1)
})

test('if another approver’s call got no answer, the next click finds that it was probably theirs', async () => {
  const story = await openStory()
  const { cognito, ada, bob } = story
  cognito.fail('AdminConfirmSignUp', { kind: 'resetAfter' })
  cognito.fail('AdminConfirmSignUp', faults.throttling, 5)
  cognito.fail('AdminGetUser', { kind: 'resetBefore' })
  await approve(story, ada)
  await cardSays(story, '❌ May already be confirmed')
  await approve(story, bob)
  const card = await cardSays(story, `It was probably <@${ada}>’s approval, which got no answer`)
  expect(card.words).not.toContain(bob)
  expect(await readAudit(story.databaseUrl)).toMatchObject([
    { kind: 'click-failed', user_id: ada, outcome: { reason: { kind: 'uncertain' } } },
    { kind: 'click-overtaken', user_id: bob, outcome: { ending: { by: { userId: ada } } } },
  ])
  expect(cognito.confirmations).toHaveLength(1)
})

const functionFailures: Readonly<Record<string, Fault>> = {
  UserLambdaValidationException: postConfirmationFailed('the mail server said <no> & *hung up*'),
  UnexpectedLambdaException: { ...faults.unexpectedLambda, kind: 'exceptionAfterWork' },
  InvalidLambdaResponseException: { ...faults.invalidLambdaResponse, kind: 'exceptionAfterWork' },
}

test.each(Object.entries(functionFailures))(
  'if the post confirmation function fails (%s), the user is confirmed and the card warns',
  async (_, fault) => {
    const story = await openStory()
    story.cognito.fail('AdminConfirmSignUp', fault)
    await approve(story)
    const card = await cardSays(story, `⚠️ Confirmed, noticed `)
    expect(card.words).toContain(`It was probably <@${story.ada}>’s approval`)
    expect(card.words).toContain('They can sign in now, but the pool’s post confirmation function failed: “')
    expect(card.words).toContain('Ask an operator')
    expect(decisionsIn(card)).toEqual([])
    expect(await readAudit(story.databaseUrl)).toMatchObject([
      { kind: 'click-confirmed', outcome: { ending: { functionError: expect.stringMatching(/\S/) } } },
    ])
    expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
    expect(callsOf(story, 'AdminGetUser')).toBe(1)
    expectDiscretion(story)
  },
)

test('if the function disables whom it lets nobody confirm, the card says what it said, and that an operator is needed', async () => {
  const story = await openStory()
  const { cognito, user } = story
  const hold = cognito.hold('AdminGetUser')
  cognito.fail('AdminConfirmSignUp', postConfirmationFailed('this was confirmed without a signed approval'))
  await approve(story)
  await hold.arrived
  cognito.disable(user.sub)
  hold.release()
  const card = await cardSays(story, 'their status in Cognito is CONFIRMED, but disabled')
  expect(card.words).toContain('this was confirmed without a signed approval')
  expect(card.words).toContain('Ask an operator to check that, and to enable the user if they may come in.')
  expect(card.words).not.toContain('Nothing to do here')
})

test('the function’s own message is shown escaped and cut at 200 characters', async () => {
  const story = await openStory()
  story.cognito.fail('AdminConfirmSignUp', postConfirmationFailed(`<!channel> & ${'long '.repeat(100)}`))
  await approve(story)
  const card = await cardSays(story, '⚠️ Confirmed, noticed ')
  const [, message = ''] = /failed: “(.*)”/s.exec(card.words) ?? []
  expect(message).toMatch(/^PostConfirmation failed with error <!channel> & long .*…$/)
  expect(message.length).toBeLessThanOrEqual(200)
  expect(card.text).toContain('&lt;!channel&gt; &amp; long')
  expect(card.text).not.toContain('<!channel>')
})
