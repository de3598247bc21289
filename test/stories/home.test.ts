// App Home: an approver finds who waits, pages, decides there, and is told by direct message; others see nothing.
import { expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { callsOf, directlyTold, hurryUntil } from '../support/story.ts'
import type { SeenView } from '../world/slack/view.ts'

function homeSays({ slack }: Stage, user: string, words: string): Promise<SeenView> {
  return slack.waitFor(`${user}'s home to say "${words}"`, () =>
    slack.views(user).find((view) => view.type === 'home' && view.words.includes(words)),
  )
}

async function openHome(stage: Stage, user: string, words: string): Promise<SeenView> {
  stage.slack.openHome(user)
  return homeSays(stage, user, words)
}

/** So many sign-ups, a minute apart, the first named 1. */
function signUps({ cognito, clock }: Stage, count: number) {
  return Array.from({ length: count }, (_, index) =>
    cognito.signUp({
      userName: `person-${index + 1}`,
      email: `person-${index + 1}@visitors.example`,
      createdAt: new Date(clock.now().getTime() - (count - index) * 60_000),
    }),
  )
}

test('an approver pages, filters, approves and denies in App Home, and is told by direct message', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, ada, eve } = stage
  signUps(stage, 25)
  await stage.start()
  await slack.waitFor('a card', () => slack.messages(stage.channel)[0])

  const stranger = await openHome(stage, eve, 'for approvers only')
  expect(stranger.words).not.toMatch(/person|Customers|25/)
  expect(stranger.privateMetadata).toBe('')

  const home = await openHome(stage, ada, '25 are waiting. Page 1, 20 of them:')
  expect(home.words).toContain('person-1@visitors.example')
  expect(home.words).not.toContain('person-21@')
  await slack.clickInView({ view: home.id, user: ada, label: 'Next page' })
  const second = await homeSays(stage, ada, 'Page 2, 5 of them:')
  expect(second.words).toContain('person-21@visitors.example')

  const approve = second.buttons.find(({ label }) => label === 'Approve')
  expect(approve?.confirm?.text).toContain('person-21@visitors.example')
  const click = { view: home.id, user: ada, actionId: 'approve', value: approve?.value }
  expect(await (await slack.clickInView(click)).acked).toMatchObject({ kind: 'acked' })
  await directlyTold(stage, ada, 'person-21@visitors.example: ✅ Approved by')
  const after = await homeSays(stage, ada, 'Page 2, 4 of them:')
  expect(after.words).toContain(`✅ Approved by <@${ada}>`)
  expect(after.words).toContain('Last 24 hours: 1 approved')
  expect(callsOf(stage, 'AdminConfirmSignUp')).toBe(1)

  const deny = after.buttons.find(({ label }) => label === 'Deny…')
  await slack.clickInView({ view: home.id, user: ada, actionId: 'deny', value: deny?.value ?? '' })
  const form = await slack.waitFor('the form', () =>
    slack.views(ada).find(({ callbackId }) => callbackId === 'deny'),
  )
  expect(form.previous).toBeUndefined()
  await slack.submit(form.id, { user: ada, values: { reason: 'Spam or a bot' } })
  await directlyTold(stage, ada, 'person-22@visitors.example: 🚫 Denied by')
  await homeSays(stage, ada, 'Page 2, 3 of them:')
  expect(slack.failures).toEqual([])
})

test('the queue keeps up with what others decide, and is gone at once from whoever leaves the group', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, channel, group, ada, bob } = stage
  signUps(stage, 2)
  await stage.start()
  const card = await slack.waitFor('both cards', () => slack.messages(channel)[1])
  await openHome(stage, ada, '2 are waiting.')

  await slack.click({ user: bob, channel, ts: card.ts, label: 'Approve' })
  await hurryUntil(stage, () => slack.views(ada).find(({ words }) => words.includes('1 is waiting.')))

  slack.changeGroup(group, { remove: [ada] })
  await homeSays(stage, ada, 'for approvers only')
  expect(slack.failures).toEqual([])
})
