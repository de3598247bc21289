// "Undo…": an approval is taken back, and what Cognito did of it is shown.
import { expect, test } from 'vitest'
import { singleButtons } from '../support/shared-message.ts'
import { openStage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  decisionsIn,
  hurryUntil,
  openStory,
  privatelyTold,
  type Story,
} from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'
import { signIn } from '../world/cognito/sign-up.ts'

/** The card after the story's first one, once it says so. */
const nextCardSays = (story: Story, words: string, place = 1) =>
  hurryUntil(story, () =>
    story.slack
      .messages(story.channel)
      .slice(place)
      .find((one) => one.words.includes(words)),
  )

test('an approval is undone: what failed of it is shown and tried again; and the user is let in again', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, user, ada, bob } = story
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  cognito.fail('AdminUserGlobalSignOut', faults.notAuthorized)
  await slack.click({ user: bob, channel, ts: card.ts, label: 'Undo…' })
  const undone = await nextCardSays(story, `↩️ Undone by <@${bob}>`)
  expect(undone.words).toContain('Approval undone')
  expect(undone.words).toContain('⚠️ But they may still be signed in: Cognito refused')
  expect(undone.words).toContain(`They had been approved by <@${ada}>`)
  expect(cognito.user(user.sub)).toMatchObject({ enabled: false, status: 'CONFIRMED' })
  expect(cognito.signOuts).toEqual([])
  const old = await cardSays(story, 'A newer card shows what came after it.')
  expect(old.words).not.toContain('sign in')
  expect(old.buttons.map(({ label }) => label)).toEqual(['Details'])

  await slack.click({ user: ada, channel, ts: undone.ts, label: 'Sign out again…' })
  await nextCardSays(story, 'They are signed out', 2)
  expect(callsOf(story, 'AdminDisableUser')).toBe(1)
  expect(cognito.signOuts.map(({ sub }) => sub)).toEqual([user.sub])

  const [, , signedOut] = slack.messages(channel)
  await slack.click({ user: bob, channel, ts: signedOut?.ts ?? '', label: 'Let in again…' })
  const inside = await nextCardSays(story, `✅ Approved by <@${bob}>`, 3)
  expect(inside.words).toContain('User let in again')
  expect(inside.words).toContain(`Their approval had been undone by <@${ada}>`)
  expect(inside.buttons.map(({ label }) => label)).toEqual(['Undo…', 'Details'])
  expect(cognito.user(user.sub)).toMatchObject({ enabled: true, status: 'CONFIRMED' })
  expect(callsOf(story, 'AdminGetUser')).toBe(0)
})

test('whoever signs in while their approval is undone is signed out afterwards; the card says what can’t be taken back', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada } = story
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  const [disabling, signingOut] = [cognito.hold('AdminDisableUser'), cognito.hold('AdminUserGlobalSignOut')]
  await slack.click({ user: ada, channel, ts: card.ts, label: 'Undo…' })
  await disabling.arrived
  expect(await signIn(cognito, { userName: 'mia' })).toEqual({ kind: 'in' })
  disabling.release()
  await signingOut.arrived
  expect(await signIn(cognito, { userName: 'mia' })).toMatchObject({ message: 'User is disabled.' })
  signingOut.release()
  await nextCardSays(story, 'They are signed out, but apps may accept the tokens that they already have')
  expect(cognito.signOuts).toHaveLength(1)
})

test('an Undo that is pressed too late undoes nothing, and says what to do; its card loses the button', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  await approve(story)
  const confirmed = await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(confirmed.buttons.map(({ label }) => label)).toEqual(['Undo…', 'Details'])
  await story.hurry(24 * 3_600_000)
  await hurryUntil(story, () => slack.message(channel, card.ts)?.buttons.length === 1)
  await slack.clickAsSeen({ user: ada, message: confirmed, label: 'Undo…' })
  await privatelyTold(story, ada, 'ask an operator to disable the user in Cognito')
  expect(callsOf(story, 'AdminDisableUser')).toBe(0)
})

test('one of several in a shared message is undone on their own; of two who undo at once the first counts', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, ada, bob } = stage
  const users = Array.from({ length: 6 }, (_, index) => cognito.signUp({ userName: `guest-${index}` }))
  await stage.start()
  const shared = await cardWithButton(stage)
  const [first] = singleButtons(shared)
  await slack.click({ user: ada, channel, ts: shared.ts, value: first?.value ?? '' })
  const approved = await cardSays({ ...stage, card: shared }, `✅ Approved by <@${ada}>`)
  const undo = approved.buttons.find(({ label }) => label === 'Undo…')
  const press = (user: string) =>
    slack.click({ user, channel, ts: shared.ts, value: undo?.value ?? '', label: 'Undo…' })
  const hold = cognito.hold('AdminDisableUser')
  await Promise.all([press(ada), press(bob)])
  await hold.arrived
  await Promise.any([
    privatelyTold(stage, bob, `<@${ada}> was first`),
    privatelyTold(stage, ada, `<@${bob}> was first`),
  ])
  hold.release()
  await hurryUntil(stage, () =>
    slack
      .messages(channel)
      .slice(1)
      .find(({ words }) => words.includes('↩️ Undone by')),
  )
  expect(cognito.disablings.map(({ sub }) => sub)).toEqual([cognito.confirmations[0]?.sub])
  expect(users).toHaveLength(6)
  expect(decisionsIn(slack.message(channel, shared.ts)).length).toBeGreaterThan(0)
})
