// /confirm-user acts at once only if there is no doubt about who is meant.
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { callsOf, privatelyTold } from '../support/story.ts'

async function typeAsAda(stage: Stage, text: string): Promise<void> {
  const { slack, channel, ada } = stage
  const { acked } = await slack.slash({ user: ada, channel, command: '/confirm-user', text })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

test('a list that ignores its filter is not taken for a match', async () => {
  const stage = await openStage({ pollInterval: '1h' })
  stage.cognito.signUp({ userName: 'mallory', email: 'mallory@elsewhere.example' })
  stage.cognito.ignoreFilter(true)
  for (const text of ['nobody-of-that-name', 'ada@example.com']) await typeAsAda(stage, text)
  await privatelyTold(stage, stage.ada, 'No user named nobody-of-that-name in')
  await privatelyTold(stage, stage.ada, 'No user named ada@example.com in')
  expect(stage.cognito.confirmations).toEqual([])
})

test('a sub names its own user, not another who uses it as their user name', async () => {
  const stage = await openStage({ pollInterval: '1h' })
  const mia = stage.cognito.signUp({ userName: 'mia' })
  stage.cognito.confirmElsewhere(mia.sub)
  stage.cognito.signUp({ userName: mia.sub, email: 'mallory@elsewhere.example' })
  await typeAsAda(stage, mia.sub)
  await privatelyTold(stage, stage.ada, 'Make sure that they are who they say they are')
  expect(stage.cognito.confirmations).toEqual([])
})

test('an empty page with a token is not the end of the search', async () => {
  const stage = await openStage({ pollInterval: '1h' })
  const { sub } = stage.cognito.signUp({ userName: 'grace' })
  stage.cognito.emptyPages(1)
  await typeAsAda(stage, sub)
  await privatelyTold(stage, stage.ada, 'They can sign in now')
  expect(stage.cognito.confirmations.map((one) => one.sub)).toEqual([sub])
})

test('a user who was enabled again is not called "not waiting" while they can’t be looked up', async () => {
  const stage = await openStage()
  const { slack, cognito, channel } = stage
  const { sub } = cognito.signUp({ userName: 'grace' })
  await slack.waitFor('a card', () => slack.messages(channel)[0])
  cognito.disable(sub)
  await slack.waitFor('the card to close', () =>
    slack.messages(channel)[0]?.words.includes('Disabled outside Slack'),
  )
  cognito.fail(
    'AdminGetUser',
    { kind: 'exception', name: 'TooManyRequestsException' },
    Number.POSITIVE_INFINITY,
  )
  cognito.enable(sub)
  await typeAsAda(stage, 'grace')
  await privatelyTold(stage, stage.ada, 'Countersign could not look this user up in Cognito')
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(0)
})
