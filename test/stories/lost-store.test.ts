// The store is lost, but the channel still shows the bot's cards.
import { expect, test } from 'vitest'
import { faultPlayed } from '../support/fault-played.ts'
import { loseStore } from '../support/read-store.ts'
import { startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import { approve, cardSays, openStory } from '../support/story.ts'

test('a bot with an empty store closes the cards that the channel shows, and posts new ones', async () => {
  const story = await openStory()
  const { slack, channel, ada, card, databaseUrl } = story
  const settled = story.cognito.signUp({ userName: 'settled', email: 'settled@example.com' })
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: settled.sub })
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

test('if the bot dies while it closes a lost store’s cards, the next process closes the rest', async () => {
  const story = await openStory()
  const { slack, channel, card, databaseUrl } = story
  await story.stop()
  await loseStore(databaseUrl)
  slack.fail('chat.update', { kind: 'hang' })
  const mortal = await startMain(story)
  await faultPlayed(story, 'chat.update')
  const fresh = await slack.waitFor('a new card', () =>
    slack.messages(channel).find(({ ts, buttons }) => ts !== card.ts && buttons.length > 0),
  )
  await mortal.kill()

  await story.start()

  await cardSays(story, 'This card is out of date')
  expect(slack.message(channel, fresh.ts)?.buttons).toHaveLength(1)
})

test('a lost store’s notice about sign-ups without a card is closed, and the new store posts its own', async () => {
  const stage = await openStage({ isNotStarted: true })
  const { slack, cognito, channel, databaseUrl } = stage
  const longAgo = new Date(Date.now() - 100 * 24 * 3_600_000)
  for (const name of ['one', 'two']) cognito.signUp({ userName: name, createdAt: longAgo })
  await stage.start()
  const notices = (count: number) => {
    const found = slack
      .messages(channel)
      .filter(({ words }) => words.includes(`${count} more sign-ups are waiting`))
    return found.length > 0 ? found : undefined
  }
  const [old] = await slack.waitFor('the notice', () => notices(2))
  await stage.stop()
  await loseStore(databaseUrl)
  cognito.signUp({ userName: 'three', createdAt: longAgo })
  await stage.start()
  await slack.waitFor('the new notice', () => notices(3))
  await slack.waitFor('the old one to be closed', () =>
    slack.message(channel, old?.ts ?? '')?.words.includes('This card is out of date'),
  )
})
