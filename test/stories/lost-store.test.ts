// The store is lost, and the channel still shows cards of ours.
import { expect, test } from 'vitest'
import { loseStore } from '../support/read-store.ts'
import { approve, cardSays, openStory } from '../support/story.ts'

test('a bot with an empty store closes the cards that the channel shows, and posts new ones', async () => {
  const story = await openStory()
  const { slack, channel, ada, card, databaseUrl } = story
  const settled = story.cognito.signUp({ userName: 'settled', email: 'settled@example.com' })
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: 'settled' })
  await story.cognito.waitFor('a second user to be confirmed', () => story.cognito.confirmations.length > 0)
  await slack.waitFor('its card', () =>
    slack.messages(channel).find(({ words }) => words.includes('They can sign in now')),
  )
  await story.stop()
  await loseStore(databaseUrl)

  await story.start()
  const closed = await cardSays(story, 'This card is out of date')
  expect(closed.buttons).toEqual([])
  const fresh = await slack.waitFor('a new card', () =>
    slack.messages(channel).find(({ buttons }) => buttons.length > 0),
  )
  expect(fresh.ts).not.toBe(card.ts)
  expect(slack.messages(channel).filter(({ words }) => words.includes('They can sign in now'))).toHaveLength(
    1,
  )
  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, 'They can sign in now')
  expect(story.cognito.confirmations.map(({ sub }) => sub)).toEqual([settled.sub, story.user.sub])
})
