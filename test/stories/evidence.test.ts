// What a card tells about a stranger besides what they typed.
import { expect, test } from 'vitest'
import { cardSays, hurryUntil, openStory } from '../support/story.ts'

test('a denied person who signs up again with the same address and another name: the new card says so, when, and why', async () => {
  const story = await openStory(undefined, { pollInterval: '15s' })
  const { slack, cognito, channel, card, ada, clock } = story
  expect(card.words).not.toContain('⚠️')
  const { acked } = await slack.click({ user: ada, channel, ts: card.ts, label: 'Deny…' })
  expect(await acked).toMatchObject({ kind: 'acked' })
  const form = await slack.waitFor('the form', () => slack.views(ada).at(-1))
  const values = { reason: 'Spam or a bot', note: 'Between us' }
  expect(await (await slack.submit(form.id, { user: ada, values })).acked).toMatchObject({ kind: 'acked' })
  const deniedCard = await cardSays(story, `🚫 Denied by <@${ada}>`)
  const deniedOn = clock
    .now()
    .toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

  cognito.signUp({ userName: 'somebody-else', email: 'MIA@Visitors.example', name: 'Somebody Else' })
  const said = `⚠️ A sign-up claiming this address was refused on ${deniedOn.replace('Sept', 'Sep')}: “Spam or a bot”`
  const again = await hurryUntil(story, () =>
    slack.messages(channel).find(({ ts, words }) => ts !== card.ts && words.includes(said)),
  )
  expect(again.words).not.toContain('Between us')
  expect(again.words).toContain('1 refused from @visitors.example')
  expect(slack.message(channel, deniedCard.ts)?.words).not.toContain('claiming')

  // Decided, it tells only how.
  await slack.click({ user: ada, channel, ts: again.ts, label: 'Approve' })
  const approved = await cardSays({ ...story, card: again }, `✅ Approved by <@${ada}>`)
  expect(approved.words).not.toContain('claiming')
})
