// Connections are lost or refused: the bot reconnects by itself and never ends because of it.
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, hurryUntil, openStory, type Story } from '../support/story.ts'
import type { Fault } from '../world/slack/faults.ts'

const bothAreBack =
  ({ slack }: Stage) =>
  () =>
    slack.sockets === 2

async function expectItWorks(story: Story): Promise<void> {
  await approve(story)
  await cardSays(story, `✅ Approved by <@${story.ada}>`)
  expect(await story.stop()).toEqual({ kind: 'stopped' })
}

const losses: Readonly<Record<string, (stage: Stage) => void>> = {
  'cut without a goodbye': ({ slack }) => slack.dropSockets(),
  'closed for a refresh': ({ slack }) => slack.disconnectSockets('refresh_requested'),
  'announced to close soon': ({ slack }) => slack.disconnectSockets('warning'),
  'closed because Socket Mode is off for a moment': ({ slack }) => slack.disconnectSockets('link_disabled'),
  'closed because there are too many': ({ slack }) => slack.disconnectSockets('too_many_websockets'),
}

test.each(Object.entries(losses))('connections that are %s are reopened', async (_, lose) => {
  const story = await openStory()
  await hurryUntil(story, bothAreBack(story))
  const before = story.slack.callsOf('apps.connections.open').length
  lose(story)
  await hurryUntil(story, () => story.slack.callsOf('apps.connections.open').length >= before + 2)
  await hurryUntil(story, bothAreBack(story))
  await expectItWorks(story)
})

const troubles: Readonly<Record<string, Fault>> = {
  'asks to wait': { kind: 'rateLimited', retryAfter: 1 },
  'asks to wait, without saying how long': { kind: 'rateLimited' },
  'answers 500': { kind: 'http', status: 500 },
  'answers with a web page': { kind: 'html' },
  'breaks the connection': { kind: 'resetBefore' },
  'loses its answer': { kind: 'resetAfter' },
  'says internal_error': { kind: 'error', error: 'internal_error' },
  'says that the token is invalid': { kind: 'error', error: 'invalid_auth' },
}

test.each(Object.entries(troubles))(
  'while apps.connections.open %s, the bot keeps trying, and it is back once that works',
  async (_, fault) => {
    const story = await openStory()
    const { slack } = story
    await hurryUntil(story, bothAreBack(story))
    const before = slack.callsOf('apps.connections.open').length
    slack.fail('apps.connections.open', fault, 6)
    slack.dropSockets()
    await hurryUntil(story, () => slack.callsOf('apps.connections.open').length >= before + 7)
    await hurryUntil(story, bothAreBack(story))
    await expectItWorks(story)
  },
)

test('while new connections are refused, the bot keeps trying, and polling and posting go on', async () => {
  const story = await openStory()
  const { slack, cognito, channel } = story
  await hurryUntil(story, bothAreBack(story))
  slack.refuseSockets(true)
  slack.dropSockets()
  cognito.signUp({ email: 'ben@visitors.example' })
  await story.hurry(3_600_000)
  await hurryUntil(story, () => slack.messages(channel).length === 2)
  expect(slack.sockets).toBe(0)
  slack.refuseSockets(false)
  await hurryUntil(story, bothAreBack(story))
  await expectItWorks(story)
})

test('an app token that is revoked at run time does not end the bot, which listens again once it is restored', async () => {
  const story = await openStory()
  const { slack } = story
  await hurryUntil(story, bothAreBack(story))
  const before = slack.callsOf('apps.connections.open').length
  slack.revokeToken('app')
  slack.dropSockets()
  await hurryUntil(story, () => slack.callsOf('apps.connections.open').length >= before + 4)
  slack.restoreToken('app')
  await hurryUntil(story, bothAreBack(story))
  await expectItWorks(story)
})

test('a click while Slack is out of reach fails visibly, and works when Slack is back', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada } = story
  await slack.goDown()
  await slack.waitFor('the connections to be gone', () => slack.sockets === 0)
  const { acked } = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  expect(await acked).toMatchObject({ kind: 'failed', reason: 'no socket' })
  cognito.signUp({ email: 'ben@visitors.example' })
  await story.hurry(3_600_000)
  await cognito.waitFor('the poll', () => cognito.calls.filter(({ answer }) => answer === 'ok').length >= 2)
  await slack.comeUp()
  await hurryUntil(story, bothAreBack(story))
  await hurryUntil(story, () => slack.messages(channel).length === 2)
  await expectItWorks(story)
})

test('a bot that starts while Slack is out of reach waits for it', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito } = stage
  await slack.goDown()
  cognito.signUp({ email: 'mia@visitors.example' })
  const started = stage.start()
  await hurryUntil(
    stage,
    () => stage.log.filter(({ message }) => message.includes('out of reach: retrying')).length >= 2,
  )
  await slack.comeUp()
  await hurryUntil(stage, bothAreBack(stage))
  await started
  await cardWithButton(stage)
})

test('a click that was acknowledged just before the connection broke is carried out and shown', async () => {
  const story = await openStory()
  const { slack, cognito, ada } = story
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  slack.dropSockets()
  held.release()
  await cardSays(story, `✅ Approved by <@${ada}>`)
  await hurryUntil(story, bothAreBack(story))
})

test('a click that Slack redelivers over the next connection counts once', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  await hurryUntil(story, bothAreBack(story))
  const click = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  slack.dropSockets()
  await hurryUntil(story, bothAreBack(story))
  click.deliver()
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(story.cognito.confirmations).toHaveLength(1)
  expect(slack.ephemerals()).toEqual([])
})
