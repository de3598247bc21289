// Slack takes a call and never answers, or asks the bot to wait without saying how long: 10 s each, in real time.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, hurryUntil, openStory, privatelyTold, type Story } from '../support/story.ts'

const timeout = 25_000

test('calls that hang are given up after 10 s, and nothing else waits for them; waits without an end are as long', {
  timeout: 60_000,
}, async () => {
  const limited = await openLimitedStory()
  const stage = await openStageWithLostPosting()
  const { slack, cognito, channel, ada, bob, eve } = stage
  const [first = '', second = '', lost = ''] = slack.messages(channel).map(({ ts }) => ts)

  slack.fail('response_url', { kind: 'hang' })
  await clickOn(stage, eve, first)
  await slack.waitFor('the answer', () => slack.callsOf('response_url').length === 1)
  slack.fail('users.info', { kind: 'hang' })
  await clickOn(stage, bob, first)
  await slack.waitFor('the question', () => slack.callsOf('users.info').length === 2)
  slack.fail('chat.update', { kind: 'hang' })
  slack.fail('apps.connections.open', { kind: 'hang' })
  slack.dropSockets()
  await slack.waitFor('one connection', () => slack.sockets === 1)

  await clickOn(stage, ada, second)
  await cognito.waitFor('the confirmation', () => cognito.confirmations.length === 1)
  expect(slack.messages(channel).map((one) => decisionsIn(one).length)).toEqual([2, 2, 2])
  await cardSays({ ...stage, card: { ts: second } }, `✅ Approved by <@${ada}>`, timeout)
  await cardSays({ ...stage, card: { ts: first } }, `✅ Approved by <@${bob}>`, timeout)
  await privatelyTold(stage, eve, 'You are not an approver', timeout)
  await slack.waitFor('both connections', () => slack.sockets === 2, timeout)

  await hurryUntil(stage, () =>
    stage.log.some(({ message }) => message === 'a lost posting was searched for'),
  )
  await clickOn(stage, ada, lost)
  await cardSays({ ...stage, card: { ts: lost } }, `✅ Approved by <@${ada}>`)
  expect(slack.messages(channel)).toHaveLength(3)
  expect(slack.callsOf('chat.postMessage')).toHaveLength(3)

  await expectLimitedStoryToGoOn(limited)
})

/** Three cards; the posting of the last one gets no answer. */
async function openStageWithLostPosting(): Promise<Stage> {
  const stage = await openStage({ isCold: true, pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel } = stage
  for (const name of ['ann', 'ben', 'eli']) cognito.signUp({ email: `${name}@visitors.example` })
  slack.fail('chat.postMessage', { kind: 'slow', ms: 0 }, 2)
  slack.fail('chat.postMessage', { kind: 'hangAfter' })
  await stage.start()
  await slack.waitFor('three cards', () => slack.messages(channel).length === 3)
  return stage
}

/** One card that can't be drawn now, and another that can't be posted. */
async function openLimitedStory(): Promise<Story> {
  const story = await openStory(undefined, { isCold: true, pollInterval: '20s' })
  const { slack, cognito, hurry } = story
  slack.fail('chat.update', { kind: 'rateLimited' })
  slack.fail('chat.postMessage', { kind: 'rateLimited' })
  await approve(story)
  await expect
    .poll(() => story.log.filter(({ message }) => message === 'a card was not drawn'))
    .toHaveLength(1)
  cognito.signUp({ email: 'ben@visitors.example' })
  await hurry(20_000)
  await slack.waitFor('the posting', () => slack.callsOf('chat.postMessage').length === 2)
  return story
}

async function expectLimitedStoryToGoOn(story: Story): Promise<void> {
  const { slack, channel, ada } = story
  await cardSays(story, `✅ Approved by <@${ada}>`, timeout)
  await slack.waitFor('the other card', () => slack.messages(channel).length === 2, timeout)
  const [, second] = slack.callsOf('chat.update')
  const [, refused, third] = slack.callsOf('chat.postMessage')
  for (const call of [second, third])
    expect((call?.at.getTime() ?? 0) - (refused?.at.getTime() ?? 0)).toBeGreaterThan(8000)
  expect(story.log.some(({ message }) => message === 'a lost posting was searched for')).toBe(false)
}

async function clickOn({ slack, channel }: Stage, user: string, ts: string): Promise<void> {
  const { acked } = await slack.click({ user, channel, ts, label: 'Approve' })
  expect(await acked).toMatchObject({ kind: 'acked' })
}
