// A sign-up about which nobody decides: its channel is reminded, it lapses, and it can still be let in.
import { expect, test } from 'vitest'
import { cardSays, hurryUntil, openStoryOfFile, type Story } from '../support/story.ts'

const messageSaying = ({ slack, channel }: Story, words: string) =>
  slack.messages(channel).filter((message) => message.words.includes(words))

test('who waits for long is in a reminder, lapses, is reopened, lapses again, and is confirmed by command', async () => {
  const story = await openStoryOfFile(['remind_after: 1s', 'lapse_after: 25s'])
  const { slack, cognito, channel, card, user, ada, bob, hurry } = story
  const [reminder] = await hurryUntil(story, () => {
    const all = messageSaying(story, 'Still waiting')
    return all.length > 0 && all
  })
  expect(reminder?.words).toContain('mia@visitors.example')
  expect(JSON.stringify(reminder?.blocks)).toContain(`/archives/${channel}/p${card.ts.replace('.', '')}`)

  const lapsed = await hurryUntil(story, () => {
    const seen = slack.message(channel, card.ts)
    return seen?.words.includes('⌛ Lapsed') && seen
  })
  expect(lapsed.words).toContain('Sign-up lapsed')
  expect(lapsed.words).not.toMatch(/den(?:y|ied)|refus|reject/i)
  expect(lapsed.buttons.map(({ label }) => label)).toEqual(['Reopen', 'Details'])
  await hurryUntil(story, () =>
    slack.message(channel, reminder?.ts ?? '')?.words.includes('Nobody who was named'),
  )

  await slack.click({ user: bob, channel, ts: card.ts, label: 'Reopen' })
  const next = await hurryUntil(story, () => messageSaying(story, `↩️ Reopened by <@${bob}>`).at(0))
  expect(next.words).toContain('It had lapsed')
  // Whoever reopened it may be about to decide.
  await hurry(15 * 60_000)
  await hurryUntil(story, () => slack.message(channel, next.ts)?.words.includes('⌛ Lapsed'))
  // Within four hours, the channel isn't reminded again.
  expect(messageSaying(story, 'Still waiting')).toEqual([])

  await slack.slash({ user: ada, channel, command: '/confirm-user', text: user.sub })
  await hurryUntil(story, () => messageSaying(story, `✅ Approved by <@${ada}>`).at(0))
  expect(cognito.user(user.sub)).toMatchObject({ status: 'CONFIRMED' })
  await cardSays({ ...story, card: next }, 'A newer card shows what came after it.')
  await hurry(0)
  expect(cognito.calls.filter(({ operation }) => /Disable|Enable/.test(operation))).toEqual([])
})
