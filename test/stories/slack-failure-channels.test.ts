// Trouble with one channel, or with a card lost there, holds up no other card.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { hurryUntil, nextPoll } from '../support/story.ts'

const partnersPool = 'eu-west-1_Partners1'

/** Two pools, whose cards go to `channel` and to `partners`. */
async function openTwoChannels() {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, environment, ada } = stage
  cognito.addPool(partnersPool)
  const partners = slack.addChannel({ name: 'partners' })
  const path = join(stage.folder, 'countersign.yml')
  const pools = [
    { id: cognito.poolId, channel: stage.channel, approvers: { users: [ada] } },
    { id: partnersPool, channel: partners, approvers: { users: [ada] } },
  ]
  writeFileSync(path, JSON.stringify({ pools }))
  for (const name of ['COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', 'APPROVER_GROUPS']) delete environment[name]
  environment['CONFIG_FILE'] = path
  await stage.start()
  return { ...stage, partners }
}

const cardsIn = ({ slack }: Stage, channel: string) => slack.messages(channel).length

test('a channel in which Slack asks the bot to wait a minute does not hold up another', async () => {
  const stage = await openTwoChannels()
  const { slack, cognito, channel, partners } = stage
  slack.fail('chat.postMessage', { kind: 'rateLimited', retryAfter: 60 })
  cognito.signUp({ email: 'mia@visitors.example' })
  await slack.waitFor('the refusal', () => slack.callsOf('chat.postMessage')[0]?.status === 429)
  await stage.hurry(10_000)
  await nextPoll(stage)
  cognito.signUp({ email: 'ben@partners.example', poolId: partnersPool })
  await hurryUntil(stage, () => cardsIn(stage, partners) === 1)
  expect(cardsIn(stage, channel)).toBe(0)
})

test('a queue of cards in one channel does not hold up another', async () => {
  const stage = await openTwoChannels()
  const { cognito, channel, partners } = stage
  for (const index of Array(20).keys()) cognito.signUp({ email: `mia+${index}@visitors.example` })
  await hurryUntil(stage, () => cardsIn(stage, channel) === 1)
  cognito.signUp({ email: 'ben@partners.example', poolId: partnersPool })
  await hurryUntil(stage, () => cardsIn(stage, partners) === 1)
  expect(cardsIn(stage, channel)).toBeLessThan(10)
})

test('a history that Slack won’t show for a minute does not hold up new cards', async () => {
  const stage = await openTwoChannels()
  const { slack, cognito, hurry, channel, partners } = stage
  await slack.waitFor('what is read at the start', () => slack.callsOf('conversations.history').length === 2)
  slack.fail('chat.postMessage', { kind: 'resetAfter' })
  slack.fail('conversations.history', { kind: 'rateLimited', retryAfter: 60 })
  cognito.signUp({ email: 'mia@visitors.example' })
  await slack.waitFor('the lost card', () => cardsIn(stage, channel) === 1)
  await hurry(20_000)
  await hurryUntil(stage, () => slack.calls.some(({ fault }) => fault === 'rateLimited'))
  await hurry(10_000)
  cognito.signUp({ email: 'eli@visitors.example' })
  cognito.signUp({ email: 'ben@partners.example', poolId: partnersPool })
  await hurryUntil(stage, () => cardsIn(stage, partners) === 1 && cardsIn(stage, channel) === 2)
})
