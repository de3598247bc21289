// The process ends and the next one starts: cards keep working, and every waiting sign-up has exactly one.
import { expect, inject, test } from 'vitest'
import { faultPlayed } from '../support/fault-played.ts'
import { startMortal } from '../support/mortal-bot.ts'
import { readAudit } from '../support/read-audit.ts'
import { openStage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  openStory,
  privatelyTold,
  toldAlone,
} from '../support/story.ts'

test('a card from before a restart still works, and no second one appears', async () => {
  const story = await openStory()
  const { slack, cognito, channel, ada } = story
  expect(await story.stop()).toEqual({ kind: 'stopped' })
  await story.start()
  await cognito.waitFor('a poll of the next process', () => callsOf(story, 'ListUsers') >= 2)

  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)

  expect(slack.messages(channel)).toHaveLength(1)
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
})

test('stopping waits for the click that is being carried out, and the card shows its result', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await hold.arrived

  const stopped = story.stop()
  hold.release()
  expect(await stopped).toEqual({ kind: 'stopped' })

  expect(slack.message(channel, card.ts)?.words).toContain(`✅ Approved by <@${ada}>`)
})

// Over HTTP it gets a 503, so that a balancer sends it to another replica.
const testOverSockets = test.skipIf(inject('delivery') === 'http')

testOverSockets(
  'a click that arrives while the bot is stopping is acknowledged, and its end is told once',
  async () => {
    const story = await openStory()
    const { slack, cognito, card, ada, bob, databaseUrl } = story
    const hold = cognito.hold('AdminConfirmSignUp')
    await approve(story)
    await hold.arrived
    const stopped = story.stop()

    const late = await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })
    expect(await late.acked).toMatchObject({ kind: 'acked' })
    hold.release()
    await stopped
    // With several bots on the store there may be no next start, so the stopping one carries the click out.
    expect(slack.ephemerals(bob)).toHaveLength(inject('database') === 'sqlite' ? 0 : 1)

    await story.start()
    await privatelyTold(story, bob, `<@${ada}> was first`)
    expect(slack.ephemerals(bob)).toHaveLength(1)
    const kinds = (await readAudit(databaseUrl)).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['click-confirmed', 'click-late'])
    expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  },
)

test.each([
  ['after Slack posted it', 'hangAfter'],
  ['before Slack posted it', 'hang'],
] as const)(
  'if the bot dies while it posts a card, %s, there is one live card in the end',
  async (_, kind) => {
    const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
    const { slack, cognito, channel, hurry, ada } = stage
    cognito.signUp({ email: 'mia@visitors.example' })
    slack.fail('chat.postMessage', { kind })
    const mortal = await startMortal(stage)
    await faultPlayed(stage, 'chat.postMessage')
    await mortal.kill()

    await stage.start()
    await hurry(20_001)

    await slack.waitFor('the search for it', () => slack.callsOf('conversations.history')[0]?.status === 200)
    const card = await cardWithButton(stage)
    await approve({ ...stage, card }, ada)
    await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
    expect(slack.messages(channel)).toHaveLength(1)
  },
)

test('if the bot dies while it draws the result, the next process draws it at once', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, ada } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  const mortal = await startMortal(stage)
  const card = await cardWithButton(stage)
  slack.fail('chat.update', { kind: 'hang' })
  await approve({ ...stage, card })
  await faultPlayed(stage, 'chat.update')
  await mortal.kill()

  await stage.start()

  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
})

test('if the bot dies before it gives a private answer, the next process gives it', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, eve } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  const mortal = await startMortal(stage)
  const card = await cardWithButton(stage)
  slack.fail('response_url', { kind: 'hang' })
  await approve({ ...stage, card }, eve)
  await faultPlayed(stage, 'response_url')
  await mortal.kill()

  await stage.start()

  await toldAlone(stage, eve, 'You are not an approver')
  expect(slack.ephemerals().length).toBeLessThan(2)
})
