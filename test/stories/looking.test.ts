// "I'm on it": who looks into a sign-up is shown on its card, so that no two people do the same work. It binds nobody.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { approve, cardSays, hurryUntil, openStory, privatelyTold, type Story } from '../support/story.ts'

async function press({ slack, channel, card }: Story, user: string, label: string): Promise<void> {
  const { acked } = await slack.click({ user, channel, ts: card.ts, label })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

test('the card shows who looks into it, until they stop, somebody takes over, half an hour is over, or anybody decides', async () => {
  const story = await openStory()
  const { slack, channel, card, ada, bob, eve, databaseUrl } = story
  const says = (user: string) => `👀 <@${user}> is looking into this`
  const isFree = () => !slack.message(channel, card.ts)?.words.includes('👀')

  await press(story, eve, 'I’m on it')
  await privatelyTold(story, eve, '🚫')
  await press(story, ada, 'I’m on it')
  const looked = await cardSays(story, says(ada))
  const labels = looked.buttons.map(({ label }) => label)
  expect(labels).toEqual(['Approve', 'Deny…', 'I’m on it', 'Not any more', 'Details'])
  await press(story, bob, 'Not any more')
  await privatelyTold(story, bob, 'Nothing was changed')
  await press(story, bob, 'I’m on it')
  await cardSays(story, says(bob))
  await press(story, bob, 'Not any more')
  await slack.waitFor('the card to be free', isFree)

  await press(story, ada, 'I’m on it')
  await cardSays(story, says(ada))
  await story.hurry(30 * 60_000)
  await hurryUntil(story, isFree)

  await press(story, ada, 'I’m on it')
  await cardSays(story, says(ada))
  await approve(story, bob)
  const decided = await cardSays(story, `✅ Approved by <@${bob}>`)
  expect(decided.words).not.toContain('👀')
  expect(await auditKinds(databaseUrl)).toEqual([
    'click-refused',
    'click-looking',
    'click-was-not-looking',
    'click-looking',
    'click-stopped-looking',
    'click-looking',
    'click-looking',
    'click-confirmed',
  ])
})
