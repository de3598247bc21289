// Details: an approver looks at a sign-up, decides there, and looks again afterwards.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { callsOf, cardSays, openStory, type Story } from '../support/story.ts'
import type { SeenView } from '../world/slack/view.ts'

const attributes = { 'custom:company': 'Acme', 'custom:plan': 'free <!channel>' }
const mia = { userName: 'mia', email: 'mia@visitors.example', name: 'Mia', attributes }

/** Presses Details on the card and waits for the modal to say something. */
async function look(story: Story, user: string, words: string): Promise<SeenView> {
  const { slack, channel, card } = story
  const { acked } = await slack.click({ user, channel, ts: card.ts, label: 'Details' })
  expect(await acked).toMatchObject({ kind: 'acked' })
  return modalSays(story, user, words)
}

function modalSays({ slack }: Story, user: string, words: string): Promise<SeenView> {
  return slack.waitFor(`${user}'s modal to say "${words}"`, () =>
    slack.views(user).find((view) => view.state === 'open' && view.words.includes(words)),
  )
}

function directlyTold({ slack }: Story, user: string, words: string) {
  return slack.waitFor(`${user} to get a direct message`, () =>
    slack
      .channels()
      .filter(({ imWith }) => imWith === user)
      .flatMap(({ id }) => slack.messages(id))
      .find((message) => message.words.includes(words)),
  )
}

test('an approver sees every attribute, approves in the modal, and is told there and privately; a colleague sees nothing', async () => {
  const story = await openStory(mia)
  const { slack, cognito, ada, eve, databaseUrl } = story
  cognito.signUp({ userName: 'other', email: 'mia@visitors.example' })

  const refused = await look(story, eve, 'Details are for approvers only.')
  expect(refused.words).not.toContain('mia')
  expect(await auditKinds(databaseUrl)).toEqual([])

  const details = await look(story, ada, 'In Cognito just now: UNCONFIRMED, enabled')
  expect(details.words).toContain('custom:plan: “free <!channel>”')
  expect(details.words).toContain('Another user of this pool has this e-mail address: user name other')
  expect(details.words).toContain('👋 Countersign noticed the sign-up.')
  expect(details.buttons.map(({ label }) => label)).toEqual([
    'Approve',
    'Deny…',
    'I’m on it',
    'Deny all from @visitors.example…',
  ])
  expect(await auditKinds(databaseUrl)).toEqual(['details-opened'])
  expect(callsOf(story, 'AdminGetUser')).toBe(0)

  await slack.clickInView({ view: details.id, user: ada, label: 'Approve' })
  await cardSays(story, `✅ Approved by <@${ada}>`)
  await directlyTold(story, ada, 'They can sign in now')
  const after = await modalSays(story, ada, 'In Cognito just now: CONFIRMED, enabled')
  expect(after).toMatchObject({ id: details.id, buttons: [{ label: 'Undo…' }] })
  expect(after.words).toContain(`: ✅ Approved by <@${ada}>.`)
  expect(slack.failures).toEqual([])
})

test('a denial from the modal puts its form on top; the decided card still has its details', async () => {
  const story = await openStory(mia)
  const { slack, ada, bob } = story
  const details = await look(story, ada, 'In Cognito just now')
  await slack.clickInView({ view: details.id, user: ada, label: 'Deny…' })
  const form = await slack.waitFor('the form', () =>
    slack.views(ada).find(({ callbackId }) => callbackId === 'deny'),
  )
  expect(form.previous).toBe(details.id)
  await slack.submit(form.id, { user: ada, values: { reason: 'Spam or a bot' } })
  await cardSays(story, `🚫 Denied by <@${ada}>`)
  await directlyTold(story, ada, '🚫 Denied by')
  await modalSays(story, ada, 'In Cognito just now: UNCONFIRMED, ⛔ disabled')

  const later = await look(story, bob, '🚫 Denied by')
  expect(later.words).toContain('Reason: “Spam or a bot”. The account was disabled.')
  expect(later.words).toContain(`📨 For <@${ada}>, Cognito was asked to disable the user: done`)
  expect(slack.failures).toEqual([])
})

test('whose address is too long for a dialog is approved in a form on top, and Details shows that', async () => {
  const story = await openStory({ ...mia, email: `${'m'.repeat(300)}@visitors.example` })
  const { slack, ada } = story
  const details = await look(story, ada, 'In Cognito just now')
  await slack.clickInView({ view: details.id, user: ada, label: 'Approve' })
  const form = await slack.waitFor('the form', () =>
    slack.views(ada).find(({ callbackId }) => callbackId === 'approve-one'),
  )
  expect(form.previous).toBe(details.id)
  await slack.submit(form.id, { user: ada })
  await cardSays(story, `✅ Approved by <@${ada}>`)
  await modalSays(story, ada, 'In Cognito just now: CONFIRMED, enabled')
  expect(slack.failures).toEqual([])
})
