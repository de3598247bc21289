// Once a day, old sign-ups leave the store, but never waiting ones; a click on an old card is answered.
import { expect, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { readStore, readTable } from '../support/read-store.ts'
import { singleButtons } from '../support/shared-message.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approve, callsOf, cardSays, cardWithButton, openStory, privatelyTold } from '../support/story.ts'

const day = 24 * 60 * 60_000

async function subsIn({ databaseUrl }: Stage): Promise<readonly string[]> {
  const rows = await readTable(databaseUrl, 'sign_ups', 'signed_up_at')
  return rows.map((row) => String(Object(row).sub))
}

/** Restarts the bot so much later: then it looks for old rows, if that was more than a day after an hour. */
async function startLater(story: Stage, milliseconds: number): Promise<void> {
  await story.stop()
  await story.hurry(milliseconds)
  const logged = story.log.length
  await story.start()
  if (milliseconds <= day) return
  const isFound = () =>
    story.log.slice(logged).some(({ message }) => message.startsWith('the clock is more than a day away'))
  await story.slack.waitFor('the bot to look at the clock', isFound)
  await story.hurry(60 * 60_000)
}

test('a sign-up that was decided long ago is forgotten, and a click on its card is answered so', async () => {
  const story = await openStory(undefined, { environment: { RETENTION: '2d' } })
  const { slack, cognito, ada, bob, card } = story
  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  const waiting = cognito.signUp({ userName: 'late', email: 'late@visitors.example' })

  await startLater(story, day)
  await slack.waitFor('the card of the other', () => slack.messages(story.channel).length === 2)
  expect(await subsIn(story)).toEqual([story.user.sub, waiting.sub])

  await startLater(story, 3 * day)
  await expect.poll(() => subsIn(story), { timeout: 10_000 }).toEqual([waiting.sub])
  const events = async () => JSON.stringify(await readTable(story.databaseUrl, 'audit_events', 'at'))
  await expect.poll(events).not.toContain(story.user.userName)
  expect(await events()).toMatch(/click-confirmed.*applicants-erased/)
  const told = () => story.log.filter(({ message }) => message === 'old sign-ups were forgotten').length
  await expect.poll(told, { timeout: 10_000 }).toBe(1)

  await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })
  await privatelyTold(story, bob, 'Nothing was changed: Countersign no longer recognises this card.')
  await cardSays(story, 'This card is out of date')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})

test('a click on a forgotten sign-up leaves the others in its message alone', async () => {
  const stage = await openStage({ environment: { RETENTION: '2d' }, pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, ada, bob } = stage
  for (let index = 1; index <= 6; index += 1) cognito.signUp({ userName: `guest-${index}` })
  await stage.start()
  const shared = await cardWithButton(stage)
  const { value } = singleButtons(shared)[0] ?? {}
  await slack.click({ user: ada, channel, ts: shared.ts, value })
  await cardSays({ ...stage, card: shared }, `✅ Approved by <@${ada}>`)
  await startLater(stage, 3 * day)
  await expect.poll(() => subsIn(stage), { timeout: 10_000 }).toHaveLength(5)

  await slack.clickAsSeen({ user: bob, message: shared, value })
  await privatelyTold(stage, bob, 'Nothing was changed: Countersign no longer recognises this card.')
  // Any change to the message would begin before that is told, and be over before the next answer.
  await slack.slash({ user: bob, channel, command: '/confirm-user', text: 'help' })
  await privatelyTold(stage, bob, 'confirms users who signed up')
  expect(decisionsIn(slack.message(channel, shared.ts))).toHaveLength(7)
})

test.each([
  ['Cognito still lists its user as waiting', 'listed', ['settled', 'waiting']],
  ['Cognito does not tell who is waiting', 'out of reach', ['settled']],
] as const)('a sign-up that was decided long ago stays if %s', async (_, list, rounds) => {
  const story = await openStory(undefined, { environment: { RETENTION: '1d' }, pollInterval: '1h' })
  const { cognito, user } = story
  cognito.changeUser(user.sub, { enabled: false })
  await startLater(story, 2 * 60 * 60_000)
  await cardSays(story, 'Disabled outside Slack')
  await story.stop()
  if (list === 'listed') cognito.changeUser(user.sub, { enabled: true })
  else cognito.fail('ListUsers', { kind: 'empty', status: 500 }, Number.POSITIVE_INFINITY)
  await startLater(story, 2 * day)
  const settled = () =>
    list === 'listed'
      ? story.slack.messages(story.channel).length === 2
      : story.log.some(({ message }) => message.includes('nothing in this pool is forgotten today'))
  await expect.poll(settled, { timeout: 10_000 }).toBe(true)
  const known = await readStore(story.databaseUrl)
  expect(known.rounds.map(({ kind }) => kind)).toEqual(rounds)
})
