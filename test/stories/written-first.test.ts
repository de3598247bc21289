// A click is committed before it is acknowledged; if it can't be, Slack itself shows the failure.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { hideClicks, lockStore, readStore } from '../support/read-store.ts'
import { startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, openStory } from '../support/story.ts'

test('a click is on disk before it is acknowledged', async () => {
  const story = await openStory()
  const { slack, channel, card, ada, databaseUrl } = story
  const delivery = { held: true }
  const click = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve', delivery })
  const onDiskWhenAcknowledged = slack.waitFor('the acknowledgement', () =>
    slack.envelopes.some(({ acks }) => acks > 0) ? readStore(databaseUrl) : undefined,
  )

  click.deliver()

  expect((await onDiskWhenAcknowledged).clicks).toMatchObject([
    { round_id: card.buttons[0]?.value, user_id: ada, slack_request_id: click.envelopeId },
  ])
})

test('a button that Countersign does not know is acknowledged and ignored', async () => {
  const story = await openStory()
  const { slack, card, ada, databaseUrl } = story
  const blocks = JSON.parse(JSON.stringify(card.blocks).replaceAll('"approve"', '"of-the-next-version"'))
  const click = await slack.clickAsSeen({ user: ada, message: { ...card, blocks }, label: 'Approve' })
  expect(await click.acked).toMatchObject({ kind: 'acked' })
  expect((await readStore(databaseUrl)).clicks).toEqual([])
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(slack.ephemerals(ada)).toEqual([])
})

test('a click that can’t be written down is not acknowledged, and Slack shows the failure', async () => {
  const story = await openStory()
  const { slack, channel, card, ada, databaseUrl } = story
  const giveBack = await hideClicks(databaseUrl)

  const click = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve' })

  expect(await click.acked).toMatchObject({ kind: 'failed', reason: 'not acknowledged in time' })
  expect(slack.failures).toMatchObject([{ user: ada, what: 'click' }])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(decisionsIn(slack.message(channel, card.ts))).toHaveLength(2)

  await giveBack()
  await approve(story, ada)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect((await readStore(databaseUrl)).clicks).toHaveLength(1)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(slack.failures).toHaveLength(1)
})

test('a click is acknowledged even while Slack does not say who clicked', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, cognito, hurry, ada } = story
  slack.fail('users.info', { kind: 'hang' })
  await approve(story, ada)
  expect(cognito.confirmations).toEqual([])
  await hurry(30_001)
})

test('a click is not acknowledged either if another program keeps the store locked', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, channel, ada, databaseUrl } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  const main = await startMain(stage)
  const story = { ...stage, card: await cardWithButton(stage) }
  await main.prints('a card was posted')
  const unlock = await lockStore(databaseUrl)
  const click = await slack.click({ user: ada, channel, ts: story.card.ts, label: 'Approve' })
  expect(await click.acked).toMatchObject({ kind: 'failed', reason: 'not acknowledged in time' })
  await main.prints('a request from Slack was not accepted')

  await unlock()
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(slack.envelopes.map(({ acks }) => acks)).toEqual([0, 1])
  expect((await readStore(databaseUrl)).clicks).toHaveLength(1)
})
