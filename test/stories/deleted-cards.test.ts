// Somebody deletes a card: whoever waits on it gets a new one.
import { expect, test } from 'vitest'
import { approve, cardSays, hurryUntil, openStory, type Story } from '../support/story.ts'

/** As an administrator of the workspace does. */
async function deleteCard({ slack, channel, card }: Story): Promise<void> {
  await fetch(`${slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ channel, ts: card.ts }),
  })
  expect(slack.message(channel, card.ts)).toBeUndefined()
}

/** The first comparison is over, and the card's row knows where the card is. */
async function comparedAndPosted({ slack, log }: Story): Promise<void> {
  await slack.waitFor('the first comparison', () => slack.callsOf('conversations.history').length > 0)
  const isPosted = () => log.some(({ message }) => message === 'a card was posted')
  await expect.poll(isPosted, { timeout: 10_000, interval: 10 }).toBe(true)
}

test('a card that was deleted while the bot was stopped is posted anew at the start, once', async () => {
  const story = await openStory()
  const { slack, channel } = story
  await story.stop()
  await deleteCard(story)

  await story.start()

  const next = await hurryUntil(story, () => slack.messages(channel)[0])
  await approve({ ...story, card: next })
  await cardSays({ ...story, card: next }, 'They can sign in now')
  expect(slack.messages(channel)).toHaveLength(1)
})

test('a card that was deleted while the bot runs is posted anew within an hour, once', async () => {
  const story = await openStory()
  const { slack, hurry, channel } = story
  await comparedAndPosted(story)
  await deleteCard(story)
  await hurry(61 * 60_000)
  const next = await hurryUntil(story, () => slack.messages(channel)[0])
  await approve({ ...story, card: next })
  await cardSays({ ...story, card: next }, 'They can sign in now')
  expect(slack.messages(channel)).toHaveLength(1)
})

const nothing = JSON.stringify({ ok: true, messages: [] })

test('if the history leaves a card out that is still there, the card stays the only one', async () => {
  const story = await openStory()
  const { slack, hurry, channel, card } = story
  await comparedAndPosted(story)
  slack.fail('conversations.history', { kind: 'http', status: 200, body: nothing })
  await hurry(61 * 60_000)
  await hurryUntil(story, () => slack.history(channel, card.ts).length > 1)
  await approve(story)
  await cardSays(story, 'They can sign in now')
  expect(slack.messages(channel)).toHaveLength(1)
})
