// "Deny…": one form, one decision, and never a user disabled who is active.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import {
  approve,
  callsOf,
  cardSays,
  hurryUntil,
  nextPoll,
  openStory,
  openStoryOfFile,
  privatelyTold,
  type Story,
} from '../support/story.ts'
import type { SeenView } from '../world/slack/view.ts'

/** Presses Deny… on the card and waits for the form. */
async function openDenial({ slack, channel, card, ada }: Story, user = ada): Promise<SeenView> {
  const { acked } = await slack.click({ user, channel, ts: card.ts, label: 'Deny…' })
  expect(await acked).toMatchObject({ kind: 'acked' })
  return slack.waitFor('the form', () => slack.views(user).at(-1))
}

async function submit({ slack, ada }: Story, form: SeenView, user = ada): Promise<void> {
  const values = { reason: 'Spam or a bot', note: '*Not* on the <!channel> list' }
  const { acked } = await slack.submit(form.id, { user, values })
  expect(await acked).toMatchObject({ kind: 'acked' })
}

test('a denied user is disabled, and the card says who denied, why, and what was done; no poll asks again', async () => {
  const story = await openStory(undefined, { pollInterval: '15s' })
  const { slack, cognito, channel, user, ada, databaseUrl } = story
  const form = await openDenial(story)
  expect(form.words).toContain('mia@visitors.example (not verified)')
  expect(form.words).toContain('The account is disabled in Cognito')
  expect(callsOf(story, 'AdminDisableUser')).toBe(0)

  await submit(story, form)
  const card = await cardSays(story, `🚫 Denied by <@${ada}>`)
  expect(card.words).toContain('Sign-up denied')
  expect(card.words).toContain('Reason: “Spam or a bot”. Note: “*Not* on the <!channel> list”.')
  expect(card.words).toContain('The account is disabled, so they can’t sign in.')
  expect(card.buttons.map(({ label }) => label)).toEqual(['Reopen', 'Details'])
  expect(cognito.user(user.sub)).toMatchObject({ enabled: false, status: 'UNCONFIRMED' })
  expect(callsOf(story, 'AdminDisableUser')).toBe(1)
  expect(slack.views(ada).at(-1)?.state).toBe('submitted')

  await nextPoll(story)
  expect(slack.messages(channel)).toHaveLength(1)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(await auditKinds(databaseUrl)).toEqual(['click-answered', 'click-denied'])

  cognito.enable(user.sub)
  await hurryUntil(story, () => slack.messages(channel)[1])
})

test('where the pool keeps denied accounts, nobody is disabled, and no restart or poll brings a new card', async () => {
  const story = await openStoryOfFile(['on_deny: keep', 'deny_reasons: [Duplicate, Spam or a bot]'])
  const { slack, cognito, channel, user, ada } = story
  const form = await openDenial(story)
  expect(form.words).toContain('The account stays in Cognito as it is')
  // The form outlives the process that opened it.
  await story.stop()
  await story.start()
  await submit(story, form)
  await cardSays(story, `🚫 Denied by <@${ada}>`)
  await cardSays(story, 'The account was left as it was: unconfirmed')
  await story.stop()
  await story.start()
  await nextPoll(story)
  expect(slack.messages(channel)).toHaveLength(1)
  expect(callsOf(story, 'AdminDisableUser')).toBe(0)
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
  expect(cognito.user(user.sub)).toMatchObject({ enabled: true, status: 'UNCONFIRMED' })
})

test('of a denial and an approval at once only the first counts, and the other is told whose it was', async () => {
  const story = await openStory()
  const { cognito, user, ada, bob } = story
  const form = await openDenial(story)
  const hold = cognito.hold('AdminDisableUser')
  await submit(story, form)
  await hold.arrived
  await approve(story, bob)
  await privatelyTold(story, bob, `<@${ada}> was first`)
  hold.release()
  await cardSays(story, `🚫 Denied by <@${ada}>`)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(cognito.user(user.sub)).toMatchObject({ enabled: false, status: 'UNCONFIRMED' })
})

test('a stale card disables nobody who was confirmed outside', async () => {
  const story = await openStory()
  const { cognito, user } = story
  const form = await openDenial(story)
  cognito.confirmElsewhere(user.sub)
  await submit(story, form)
  await cardSays(story, '☑️ Confirmed outside Slack')
  expect(callsOf(story, 'AdminDisableUser')).toBe(0)
  expect(cognito.user(user.sub)).toMatchObject({ enabled: true, status: 'CONFIRMED' })
})
