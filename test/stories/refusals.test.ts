// Someone who may not approve is told privately and exactly why; nothing changes, and the audit log keeps the click.
import { expect, test } from 'vitest'
import { readAudit } from '../support/read-audit.ts'
import { readStore } from '../support/read-store.ts'
import { approve, cardSays, openStory, privatelyTold, type Story } from '../support/story.ts'
import type { SignUpForm } from '../world/cognito/pools.ts'

const otherThanLists = ({ cognito }: Story) =>
  cognito.calls.filter(({ operation }) => operation !== 'ListUsers')

/** Clicks, and expects the refusal everywhere it should show. */
async function expectRefusal(story: Story, clicker: string, because: string, words: string): Promise<void> {
  const { slack, cognito, channel, card, user, databaseUrl } = story
  await approve(story, clicker)

  const told = await privatelyTold(story, clicker, words)
  expect(told.words).toContain('nothing was changed')
  expect(slack.ephemerals()).toEqual([told])
  expect(await readAudit(databaseUrl)).toMatchObject([
    {
      kind: 'click-refused',
      sub: user.sub,
      user_id: clicker,
      outcome: { because },
      slack_request_id: expect.any(String),
    },
  ])
  expect((await readStore(databaseUrl)).rounds.map(({ kind }) => kind)).toEqual(['waiting'])
  expect(otherThanLists(story)).toEqual([])
  expect(cognito.user(user.sub)?.status).toBe('UNCONFIRMED')
  expect(slack.history(channel, card.ts)).toHaveLength(1)
}

test('someone outside the approver group is refused', async () => {
  const story = await openStory()
  await expectRefusal(
    story,
    story.eve,
    'not-an-approver',
    `mia@visitors.example: 🚫 You are not an approver for pool ${story.cognito.poolId}`,
  )
})

test.each([
  ['a guest', { isGuest: true }, 'guest', 'Guests can’t approve sign-ups'],
  ['a single-channel guest', { isSingleChannelGuest: true }, 'guest', 'Guests can’t approve sign-ups'],
  ['a deactivated member', { isDeactivated: true }, 'deactivated', 'Your Slack account is deactivated'],
  ['a bot', { isBot: true }, 'bot', 'Bots can’t approve sign-ups'],
  [
    'a member of another workspace, in a shared channel',
    { team: 'T0ANOTHER' },
    'other-workspace',
    'You belong to another workspace',
  ],
])('%s is refused, even in the approver group', async (_, who, because, words) => {
  const story = await openStory()
  const { slack, group } = story
  const clicker = slack.addUser({ name: 'mallory', ...who })
  slack.changeGroup(group, { add: [clicker] })
  await expectRefusal(story, clicker, because, words)
})

test.each([
  ['the same address', 'ada@our-company.example'],
  ['in other letters', 'Ada@Our-Company.EXAMPLE'],
  ['with a +tag', 'ada+another@our-company.example'],
  ['in letters of full width', 'ａｄａ@our-company.example'],
])('nobody can approve their own sign-up: %s', async (_, email) => {
  const story = await openStory({ email, name: 'Ada' } satisfies SignUpForm)
  const { ada, bob, cognito } = story
  await expectRefusal(
    story,
    ada,
    'own-sign-up',
    'This is your own sign-up (it has your e-mail address or phone number)',
  )

  await approve(story, bob)
  await cardSays(story, `✅ Approved by <@${bob}>`)
  expect(cognito.confirmations).toHaveLength(1)
})

test('an approver without an e-mail address in Slack is told what to do', async () => {
  const story = await openStory()
  const { slack, group } = story
  const nobody = slack.addUser({ name: 'nobody', email: null })
  slack.changeGroup(group, { add: [nobody] })
  await expectRefusal(story, nobody, 'no-email', 'Your Slack profile has no e-mail address')
})

test('nobody can approve their own sign-up: the same phone number, without its country code', async () => {
  const story = await openStory({ email: 'mia@visitors.example', phone: '+491512345678' })
  const { slack, group } = story
  const mia = slack.addUser({ name: 'mia', phone: '0151 2345678' })
  slack.changeGroup(group, { add: [mia] })
  await expectRefusal(story, mia, 'own-sign-up', 'This is your own sign-up')
})

test('someone who was refused may approve once they become an approver', async () => {
  const story = await openStory()
  const { slack, hurry, group, eve } = story
  await expectRefusal(story, eve, 'not-an-approver', 'You are not an approver')

  slack.changeGroup(group, { add: [eve] })
  await hurry(60_001)
  await approve(story, eve)

  await cardSays(story, `✅ Approved by <@${eve}>`)
})
