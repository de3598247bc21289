// "Reopen": a denied sign-up waits again, on a new card that says who had denied it and why.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import {
  approve,
  callsOf,
  cardSays,
  hurryUntil,
  openStory,
  privatelyTold,
  type Story,
} from '../support/story.ts'
import type { SeenMessage } from '../world/slack/message.ts'

/** Denies through the form, and resolves once the card says so. */
async function deny({ slack, channel, card, ada }: Story): Promise<void> {
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Deny…' })
  const form = await slack.waitFor('the form', () => slack.views(ada).at(-1))
  await slack.submit(form.id, { user: ada, values: { reason: 'Spam or a bot', note: 'Not on the list' } })
  await cardSays({ slack, channel, card }, `🚫 Denied by <@${ada}>`)
}

async function reopen({ slack, channel, card }: Story, user: string): Promise<void> {
  const { acked } = await slack.click({ user, channel, ts: card.ts, label: 'Reopen' })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

/** The card after the story's first one, once it says so. */
function nextCardSays(story: Story, words: string): Promise<SeenMessage> {
  const { slack, channel } = story
  return hurryUntil(story, () =>
    slack
      .messages(channel)
      .slice(1)
      .find((one) => one.words.includes(words)),
  )
}

test('a denied sign-up is reopened: the user is enabled, a new card says who had denied and why, and can be approved', async () => {
  const story = await openStory(undefined, { pollInterval: '15s' })
  const { slack, cognito, channel, user, ada, bob, databaseUrl } = story
  await deny(story)
  await reopen(story, bob)
  const card = await nextCardSays(story, `↩️ Reopened by <@${bob}>`)
  expect(card.words).toContain('Sign-up reopened')
  expect(card.words).toContain(`It had been denied by <@${ada}>`)
  expect(card.words).toContain('Reason: “Spam or a bot”. Note: “Not on the list”.')
  expect(card.buttons.map(({ label }) => label)).toEqual(['Approve', 'Deny…', 'I’m on it', 'Details'])
  const old = await cardSays(story, 'A newer card shows what came after it.')
  expect(old.words).not.toContain('sign in')
  expect(old.buttons.map(({ label }) => label)).toEqual(['Details'])
  expect(cognito.user(user.sub)).toMatchObject({ enabled: true, status: 'UNCONFIRMED' })

  await approve({ slack, channel, card, ada })
  await cardSays({ slack, channel, card }, `✅ Approved by <@${ada}>`)
  expect(slack.messages(channel)).toHaveLength(2)
  expect(callsOf(story, 'AdminEnableUser')).toBe(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  const kinds = ['click-answered', 'click-denied', 'click-reopened', 'click-confirmed']
  expect(await auditKinds(databaseUrl)).toEqual(kinds)
})

test('of two who reopen at once the first counts, and the other is told who it was; nobody is said to wait who is active', async () => {
  const story = await openStory()
  const { cognito, user, ada, bob } = story
  await deny(story)
  const hold = cognito.hold('AdminEnableUser')
  await Promise.all([reopen(story, ada), reopen(story, bob)])
  await hold.arrived
  const first = await Promise.any([
    privatelyTold(story, bob, `<@${ada}> was first`).then(() => ada),
    privatelyTold(story, ada, `<@${bob}> was first`).then(() => bob),
  ])
  cognito.confirmElsewhere(user.sub)
  hold.release()
  await nextCardSays(story, '☑️ Confirmed outside Slack')
  expect(callsOf(story, 'AdminEnableUser')).toBe(1)
  expect([ada, bob]).toContain(first)
})
