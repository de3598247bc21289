// chat.postMessage fails: the card appears as soon as Slack takes it, and there is never a second live one.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, hurryUntil, privatelyTold } from '../support/story.ts'
import type { Fault } from '../world/slack/faults.ts'

/** A sign-up whose card is about to be posted for the first time; resolves when that call is over. */
async function openWithFirstPost(arrange: (stage: Stage) => void): Promise<Stage> {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  stage.cognito.signUp({ email: 'mia@visitors.example' })
  arrange(stage)
  await stage.start()
  await expect.poll(() => troubles(stage), { interval: 5 }).toHaveLength(1)
  return stage
}

const isLookedFor = ({ log }: Stage) =>
  log.some(({ message }) => message === 'a lost posting was searched for')

const troubles = ({ log }: Stage) => log.filter(({ message }) => message === 'a card was not posted')

async function expectOneLiveCard(stage: Stage): Promise<void> {
  const { slack, channel, ada } = stage
  const card = await cardWithButton(stage)
  expect(slack.messages(channel)).toHaveLength(1)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
  expect(slack.messages(channel)).toHaveLength(1)
}

const refusals: Readonly<Record<string, Fault>> = {
  'Slack asks to wait a second': { kind: 'rateLimited', retryAfter: 1 },
  'the channel can’t be found': { kind: 'error', error: 'channel_not_found' },
  'Slack refuses for a reason of its own': { kind: 'error', error: 'restricted_action' },
}

test.each(Object.entries(refusals))('if %s, the card is posted later, once', async (_, fault) => {
  const stage = await openWithFirstPost(({ slack }) => slack.fail('chat.postMessage', fault))
  await hurryUntil(stage, () => stage.slack.messages(stage.channel)[0])
  expect(stage.slack.callsOf('chat.postMessage')).toHaveLength(2)
  expect(isLookedFor(stage)).toBe(false)
  await expectOneLiveCard(stage)
})

interface Closed {
  readonly what: string
  close(stage: Stage): void
  open(stage: Stage): void
}

const closings: readonly Closed[] = [
  {
    what: 'the channel is archived',
    close: ({ slack, channel }) => slack.archive(channel),
    open: ({ slack, channel }) => slack.unarchive(channel),
  },
  {
    what: 'the bot is thrown out of the channel',
    close: ({ slack, channel }) => slack.removeBot(channel),
    open: ({ slack, channel }) => slack.inviteBot(channel),
  },
  {
    what: 'the bot’s token is revoked',
    close: ({ slack }) => slack.revokeToken(),
    open: ({ slack }) => slack.restoreToken(),
  },
]

test.each(closings)(
  'while $what, no card is posted; as soon as that is over, it is',
  async ({ close, open }) => {
    const stage = await openStage()
    close(stage)
    stage.cognito.signUp({ email: 'mia@visitors.example' })
    await hurryUntil(stage, () => troubles(stage).length >= 2)
    expect(stage.slack.messages(stage.channel)).toEqual([])
    open(stage)
    await hurryUntil(stage, () => stage.slack.messages(stage.channel)[0])
    await expectOneLiveCard(stage)
  },
)

const uncertainties: readonly { readonly what: string; readonly fault: Fault; readonly posts: number }[] = [
  { what: 'breaks the connection before the work', fault: { kind: 'resetBefore' }, posts: 2 },
  { what: 'breaks the connection after the work', fault: { kind: 'resetAfter' }, posts: 1 },
  { what: 'answers 500', fault: { kind: 'http', status: 500 }, posts: 2 },
  { what: 'answers with a web page', fault: { kind: 'html' }, posts: 2 },
  { what: 'says internal_error', fault: { kind: 'error', error: 'internal_error' }, posts: 2 },
]

test.each(uncertainties)(
  'if Slack $what, the bot looks for the message after 20 s and posts it again only if it is not there',
  async ({ fault, posts }) => {
    const stage = await openWithFirstPost(({ slack }) => slack.fail('chat.postMessage', fault))
    const { slack, clock, hurry } = stage
    const failedAt = clock.now().getTime()
    await hurry(15_000)
    await hurryUntil(stage, () => isLookedFor(stage))
    expect(clock.now().getTime() - failedAt).toBeGreaterThan(19_000)
    await expectOneLiveCard(stage)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(posts)
  },
)

test('a history that can’t be read holds up no other card, and the lost card is found later', async () => {
  const stage = await openWithFirstPost(({ slack }) => {
    slack.fail('chat.postMessage', { kind: 'resetAfter' })
    slack.fail('conversations.history', { kind: 'error', error: 'internal_error' }, Number.POSITIVE_INFINITY)
  })
  const { slack, cognito, hurry, channel } = stage
  await hurry(20_000)
  await hurryUntil(stage, () =>
    stage.log.some(({ message }) => message.includes('did not show the channel’s history')),
  )
  cognito.signUp({ email: 'ben@visitors.example' })
  await hurry(3_600_000)
  await hurryUntil(stage, () => slack.messages(channel).some(({ words }) => words.includes('ben@')))
  slack.heal()
  await hurryUntil(stage, () => isLookedFor(stage))
  expect(slack.messages(channel)).toHaveLength(2)
})

test('a copy that appears after its posting was given up is deleted', async () => {
  const stage = await openWithFirstPost(({ slack }) =>
    slack.fail('chat.postMessage', { kind: 'resetBefore' }),
  )
  const { slack, hurry, channel } = stage
  await hurry(20_000)
  const card = await hurryUntil(stage, () => slack.messages(channel)[0])
  await deliverLate(stage)
  expect(slack.messages(channel)).toHaveLength(2)
  await hurry(60_000)
  await hurryUntil(stage, () => slack.messages(channel).length === 1)
  expect(slack.messages(channel)[0]?.ts).toBe(card.ts)
  await expectOneLiveCard(stage)
})

/** Slack carries out the first post after all. */
async function deliverLate({ slack }: Stage): Promise<void> {
  const [first] = slack.callsOf('chat.postMessage')
  await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify(first?.args),
  })
}

test('another app’s message with the same metadata is not taken for the lost card', async () => {
  const stage = await openWithFirstPost(({ slack }) =>
    slack.fail('chat.postMessage', { kind: 'resetBefore' }),
  )
  const { slack, channel, eve } = stage
  const metadata = metadataOf(slack.callsOf('chat.postMessage')[0]?.args['metadata'])
  const forged = slack.say({ user: eve, channel, text: 'Press here', metadata, appId: 'A0FORGED' })
  const card = await hurryUntil(stage, () => slack.messages(channel).find(({ ts }) => ts !== forged))
  expect(card.metadata).toEqual(metadata)
  expect(decisionsIn(card)).toHaveLength(2)
  expect(slack.message(channel, forged)?.text).toBe('Press here')
})

function metadataOf(given: unknown): Record<string, unknown> {
  if (typeof given !== 'object' || given === null) throw new Error('The card had no metadata')
  return { ...given }
}

test('a click on a card whose posting got no answer counts, and its result is shown', async () => {
  const stage = await openWithFirstPost(({ slack }) => slack.fail('chat.postMessage', { kind: 'resetAfter' }))
  const { slack, cognito, channel, ada } = stage
  const card = await cardWithButton(stage)
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  await cognito.waitFor('the confirmation', () => cognito.confirmations.length === 1)
  await hurryUntil(stage, () => slack.ephemerals(ada).length === 1)
  await privatelyTold(stage, ada, `✅ Approved by <@${ada}>`)
  await hurryUntil(stage, () => slack.message(channel, card.ts)?.words.includes('✅ Approved by'))
  expect(slack.messages(channel)).toHaveLength(1)
})
