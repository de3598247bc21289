// A channel that is shared with another organisation while the bot runs gets no cards while it is shared.
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { cardWithButton, decisionsIn } from '../support/story.ts'
import { inTime } from './begin.ts'

/** Waits for the next look at the channels. */
async function lookAgain({ slack, hurry }: Stage): Promise<void> {
  const looks = () => slack.callsOf('conversations.info').filter(({ status }) => status !== undefined).length
  const before = looks()
  const hurried = async () => {
    await hurry(60_000)
    return looks()
  }
  await expect.poll(hurried, inTime).toBeGreaterThan(before)
}

function complaints({ log }: Stage, words: string): number {
  return log.filter(({ level, message }) => level === 'error' && message.includes(words)).length
}

test('nothing is posted into a channel while it is shared, and everything afterwards', async () => {
  const stage = await openStage({ pollInterval: '100ms' })
  const { slack, cognito, hurry, channel } = stage
  slack.share(channel)
  await lookAgain(stage)
  await expect.poll(() => complaints(stage, 'is shared with another organisation'), inTime).toBe(1)

  cognito.signUp({ email: 'mia@visitors.example' })
  await expect
    .poll(() => stage.log.filter(({ facts }) => facts['error'] === 'channel_takes_no_cards').length, inTime)
    .toBeGreaterThan(0)
  await lookAgain(stage)
  expect(slack.callsOf('chat.postMessage')).toEqual([])
  expect(complaints(stage, 'is shared with another organisation')).toBe(1)

  slack.share(channel, 'private')
  await lookAgain(stage)
  await cardWithButton(stage)
  await hurry(1000)
  expect(slack.messages(channel)).toHaveLength(1)
})

test('in a shared channel a card’s button is not redrawn, but its result is', async () => {
  const stage = await openStage({ pollInterval: '100ms' })
  const { slack, cognito, channel } = stage
  const user = cognito.signUp({ email: 'mia@visitors.example' })
  const card = await cardWithButton(stage)
  slack.share(channel)
  await lookAgain(stage)
  await expect.poll(() => complaints(stage, 'is shared with another organisation'), inTime).toBe(1)
  cognito.changeUser(user.sub, { attributes: { email: 'mia@elsewhere.example' } })
  await expect
    .poll(() => stage.log.some(({ facts }) => facts['error'] === 'channel_takes_no_cards'), inTime)
    .toBe(true)
  expect(slack.callsOf('chat.update')).toEqual([])
  cognito.confirmElsewhere(user.sub)
  await slack.waitFor('the result', () => decisionsIn(slack.message(channel, card.ts)).length === 0)
})

test('an archived channel is only logged, and a look that fails changes nothing', async () => {
  const stage = await openStage()
  const { slack, channel, log } = stage
  slack.archive(channel)
  await lookAgain(stage)
  await expect.poll(() => complaints(stage, 'no longer takes cards'), inTime).toBe(1)
  slack.unarchive(channel)
  slack.fail('conversations.info', { kind: 'http', status: 500 })
  await lookAgain(stage)
  await expect
    .poll(() => log.filter(({ message }) => message.includes('could not be checked')).length, inTime)
    .toBe(1)
  await lookAgain(stage)
  await expect
    .poll(() => log.filter(({ message }) => message.includes('takes cards again')).length, inTime)
    .toBe(1)
})
