// Private answers fail: the bot tries one way after another until Slack takes one.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { directlyTold, hurryUntil, openStory, privatelyTold, type Story } from '../support/story.ts'
import type { Fault } from '../world/slack/faults.ts'

const no = 'You are not an approver for pool '

async function clickAsEve({ slack, channel, card, eve }: Story): Promise<void> {
  const { acked } = await slack.click({ user: eve, channel, ts: card.ts, label: 'Approve' })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

const passing: Readonly<Record<string, Fault>> = {
  'asks to wait': { kind: 'rateLimited', retryAfter: 1 },
  'asks to wait, without saying how long': { kind: 'rateLimited' },
  'answers 500': { kind: 'http', status: 500 },
  'answers with a web page': { kind: 'html' },
  'breaks the connection': { kind: 'resetBefore' },
}

test.each(Object.entries(passing))(
  'if Slack %s, the private answer comes a little later, once',
  async (_, fault) => {
    const story = await openStory()
    const { slack, eve } = story
    slack.fail('response_url', fault)
    await clickAsEve(story)
    await hurryUntil(story, () => slack.ephemerals(eve)[0])
    await privatelyTold(story, eve, no)
    expect(slack.callsOf('response_url')).toHaveLength(2)
    expect(slack.ephemerals()).toHaveLength(1)
    expect(await auditKinds(story.databaseUrl)).toEqual(['click-refused'])
  },
)

test.each(['used_url', 'expired_url', 'no_service'])(
  'if a response_url no longer works (%s), the answer comes as an ephemeral message',
  async (error) => {
    const story = await openStory()
    story.slack.fail('response_url', { kind: 'error', error })
    await clickAsEve(story)
    const answer = await privatelyTold(story, story.eve, no)
    expect(answer.way).toBe('chat.postEphemeral')
    expect(story.slack.callsOf('response_url')).toHaveLength(1)
  },
)

test.each(['user_not_in_channel', 'channel_not_found', 'restricted_action'])(
  'if an ephemeral message is refused too (%s), the answer comes as a direct message',
  async (error) => {
    const story = await openStory()
    const { slack, eve } = story
    slack.fail('response_url', { kind: 'error', error: 'used_url' })
    slack.fail('chat.postEphemeral', { kind: 'error', error })
    await clickAsEve(story)
    await directlyTold(story, eve, no)
    expect(slack.ephemerals()).toEqual([])
  },
)

test.each<[string, Fault]>([
  ['asks to wait', { kind: 'rateLimited', retryAfter: 1 }],
  ['answers 500', { kind: 'http', status: 500 }],
  ['breaks the connection', { kind: 'resetBefore' }],
])('if Slack %s, the ephemeral message is retried', async (_, fault) => {
  const story = await openStory()
  const { slack, eve } = story
  slack.fail('response_url', { kind: 'error', error: 'used_url' }, Number.POSITIVE_INFINITY)
  slack.fail('chat.postEphemeral', fault)
  await clickAsEve(story)
  await hurryUntil(story, () => slack.ephemerals(eve)[0])
  expect(slack.ephemerals()).toHaveLength(1)
})

test('with a revoked token and an expired response_url, the answer waits until the token is restored', async () => {
  const story = await openStory()
  const { slack, eve } = story
  slack.fail('response_url', { kind: 'error', error: 'expired_url' }, Number.POSITIVE_INFINITY)
  slack.revokeToken()
  await clickAsEve(story)
  await hurryUntil(story, () => slack.callsOf('chat.postEphemeral').length >= 2)
  expect(slack.ephemerals()).toEqual([])
  slack.restoreToken()
  await hurryUntil(story, () => slack.ephemerals(eve)[0])
  await privatelyTold(story, eve, 'Nothing was changed')
})

test('if Slack takes no answer for a person at all, that is logged and not retried forever', async () => {
  const story = await openStory()
  const { slack, log } = story
  slack.fail('response_url', { kind: 'error', error: 'used_url' })
  slack.fail('chat.postEphemeral', { kind: 'error', error: 'user_not_in_channel' })
  slack.fail('chat.postMessage', { kind: 'error', error: 'cannot_dm_bot' })
  await clickAsEve(story)
  await hurryUntil(story, () =>
    log.some(({ level, message }) => level === 'error' && message.includes('no private answer')),
  )
  const before = slack.callsOf('response_url').length
  const soon = story.clock.now().getTime() + 20_000
  await hurryUntil(story, () => story.clock.now().getTime() > soon)
  expect(slack.callsOf('response_url')).toHaveLength(before)
})

test('answers that could not be given while Slack was out of reach are given when it is back', async () => {
  const story = await openStory()
  const { slack, cognito, eve, ada, channel, card } = story
  const held = cognito.hold('AdminConfirmSignUp')
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })
  await held.arrived
  slack.fail('response_url', { kind: 'resetBefore' }, Number.POSITIVE_INFINITY)
  await clickAsEve(story)
  await slack.waitFor('the failed answer', () => slack.callsOf('response_url').length > 0)
  await slack.goDown()
  held.release()
  await cognito.waitFor('the confirmation', () => cognito.confirmations.length === 1)
  slack.heal()
  await slack.comeUp()
  await hurryUntil(story, () => slack.ephemerals(eve)[0])
  await hurryUntil(story, () => slack.message(channel, card.ts)?.words.includes('✅ Approved by'))
})

test('if a response_url never answers, the answer comes as an ephemeral message after three tries', async () => {
  const story = await openStory()
  story.slack.fail('response_url', { kind: 'http', status: 500 }, Number.POSITIVE_INFINITY)
  await clickAsEve(story)
  await hurryUntil(story, () => story.slack.ephemerals(story.eve)[0])
  const answer = await privatelyTold(story, story.eve, no)
  expect(answer.way).toBe('chat.postEphemeral')
  expect(story.slack.callsOf('response_url')).toHaveLength(3)
})
