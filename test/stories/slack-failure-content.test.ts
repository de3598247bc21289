// Slack refuses a message for what it shows: one bad entry hides no other.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { openRush, singleButtons } from '../support/shared-message.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, cardSays, cardWithButton, hurryUntil, openStory } from '../support/story.ts'

/** The rounds that can be approved in the channel, each as often as it is offered. */
function offeredIn({ slack, channel }: Pick<Stage, 'slack' | 'channel'>): readonly string[] {
  return slack
    .messages(channel)
    .flatMap(({ buttons }) => buttons.filter(({ label }) => label === 'Approve'))
    .map(({ value }) => value ?? '')
}

test('if Slack refuses a shared message for one entry, that one stands alone in its plainest form', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, ada } = stage
  const first = Date.now() - 60_000
  for (const index of Array(6).keys())
    cognito.signUp({
      userName: `guest-${index + 1}`,
      email: `guest-${index + 1}@visitors.example`,
      name: index === 5 ? 'Bád' : 'Mia',
      createdAt: new Date(first + index),
    })
  slack.fail('chat.postMessage', { kind: 'error', error: 'invalid_blocks', holding: 'Bád' }, Infinity)
  await stage.start()
  // Slack takes a message a second.
  await hurryUntil(stage, () => offeredIn(stage).length === 3)
  await hurryUntil(stage, () => offeredIn(stage).length === 6)
  expect(new Set(offeredIn(stage)).size).toBe(6)
  const bad = slack.messages(channel).find(({ words }) => words.includes(' · guest-6@'))
  expect(bad?.words).toContain('\n“B[U+00E1]d” · ')
  expect(bad?.words).toContain('Slack refused this card as it was')
  expect(bad?.words).not.toContain('guest-5')
  await slack.click({ user: ada, channel, ts: bad?.ts ?? '', label: 'Approve' })
  await hurryUntil(stage, () =>
    slack.message(channel, bad?.ts ?? '')?.words.includes(`✅ Approved by <@${ada}>`),
  )
})

test('if Slack refuses to update a shared message, it is closed, and two others show what it showed', async () => {
  const rush = await openRush(6)
  const { slack, channel, card, ada } = rush
  slack.fail('chat.update', { kind: 'error', error: 'msg_blocks_too_long', holding: 'guest-1' }, Infinity)
  await slack.click({
    user: ada,
    channel,
    ts: card.ts,
    label: 'Approve',
    value: singleButtons(card)[0]?.value ?? '',
  })
  await hurryUntil(rush, () => slack.messages(channel).length === 3)
  expect(decisionsIn(slack.message(channel, card.ts))).toEqual([])
  expect(slack.message(channel, card.ts)?.words).toContain('a newer card shows it')
  expect(offeredIn(rush)).toHaveLength(5)
  expect(new Set(offeredIn(rush)).size).toBe(5)
  await hurryUntil(rush, () =>
    slack.messages(channel).some(({ words }) => words.includes(`✅ Approved by <@${ada}>`)),
  )
})

test('if Slack refuses to update the card of one sign-up, it is drawn in its plainest form', async () => {
  const story = await openStory({ email: 'mia@visitors.example', name: 'Bád' })
  const { slack, channel, ada } = story
  await cardWithButton(story)
  slack.fail('chat.update', { kind: 'error', error: 'invalid_blocks', holding: 'Bád' }, Infinity)
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(slack.messages(channel)).toHaveLength(1)
  expect(slack.messages(channel)[0]?.words).toContain('\n“B[U+00E1]d” · ')
})
