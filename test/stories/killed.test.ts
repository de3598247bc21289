// The process dies in the middle of something; the next one carries on from there.
import { expect, test } from 'vitest'
import { faultPlayed } from '../support/fault-played.ts'
import { type Mortal, startMortal } from '../support/mortal-bot.ts'
import { readAudit } from '../support/read-audit.ts'
import { readStore, readTable } from '../support/read-store.ts'
import { startMain } from '../support/run-main.ts'
import { openStage } from '../support/stage.ts'
import {
  approve,
  callsOf,
  cardSays,
  cardWithButton,
  decisionsIn,
  directlyTold,
  hurryUntil,
  type Story,
  toldAlone,
} from '../support/story.ts'

const quarterOfAnHour = 15 * 60_000

/** A story whose bot can be killed; `start` starts the next one on the same store. */
async function openMortalStory(begin = startMortal): Promise<Story & { readonly mortal: Mortal }> {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true, isCold: true })
  const user = stage.cognito.signUp({ email: 'mia@visitors.example', name: 'Mia' })
  const mortal = await begin(stage)
  const story = { ...stage, user, mortal, card: await cardWithButton(stage) }
  await noted(story)
  return story
}

/** Until the card’s place is written down: the next process would first have to look for a card that may be lost. */
async function noted({ databaseUrl }: Story): Promise<void> {
  const messages = () => readTable(databaseUrl, 'messages', 'planned_at')
  await expect.poll(messages).toMatchObject([{ kind: 'live' }])
}

/** Killed after the click was acknowledged, before it was claimed: Slack does not say who clicked. */
async function openUnclaimed(begin = startMortal) {
  const stage = await openStage({ pollInterval: '100ms', isNotStarted: true })
  const mortal = await begin(stage)
  stage.slack.fail('users.info', { kind: 'hang' }, 100)
  const user = stage.cognito.signUp({ email: 'mia@visitors.example', name: 'Mia' })
  const story = { ...stage, user, mortal, card: await cardWithButton(stage) }
  await noted(story)
  await approve(story)
  await mortal.kill()
  stage.slack.heal('users.info')
  return story
}

/** Killed during the call to Cognito. */
async function openClaimed(point: 'beforeWork' | 'afterWork', begin = startMortal) {
  const story = await openMortalStory(begin)
  const hold = story.cognito.hold('AdminConfirmSignUp', point)
  await approve(story)
  await hold.arrived
  await story.mortal.kill()
  return story
}

test('an acknowledged click is carried out by the next process', async () => {
  const story = await openUnclaimed(startMain)
  const { cognito, ada, databaseUrl } = story
  expect((await readStore(databaseUrl)).clicks).toMatchObject([{ user_id: ada, outcome: null }])

  await story.start()

  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(cognito.confirmations).toMatchObject([{ clientMetadata: { approvedBy: ada } }])
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
})

test('a click that is older than 15 minutes is no longer carried out, and the card says so', async () => {
  const story = await openUnclaimed()
  const { slack, channel, card, hurry, ada, databaseUrl } = story
  await hurry(quarterOfAnHour + 1000)

  await story.start()

  await cardSays(story, 'Not confirmed: Countersign was interrupted or very busy, and the click is too old')
  await directlyTold(story, ada, 'This was not carried out')
  expect(await readAudit(databaseUrl)).toMatchObject([{ kind: 'click-expired', user_id: ada }])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
  expect(decisionsIn(slack.message(channel, card.ts))).toHaveLength(2)

  await approve(story)
  await cardSays(story, `✅ Approved by <@${ada}>`)
})

test('an outsider’s interrupted click that is too old is told to them, and the card doesn’t name them', async () => {
  const story = await openUnclaimed()
  const { slack, channel, card, hurry, group, ada } = story
  slack.changeGroup(group, { remove: [ada] })
  await hurry(quarterOfAnHour + 1000)

  await story.start()

  await directlyTold(story, ada, 'This was not carried out')
  expect(JSON.stringify(slack.message(channel, card.ts))).not.toContain(ada)
})

test('the next process refuses a click by someone who is no longer an approver', async () => {
  const story = await openUnclaimed()
  const { slack, group, ada } = story
  slack.changeGroup(group, { remove: [ada] })
  await story.start()
  await toldAlone(story, ada, 'You are not an approver')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(0)
})

test('a dead process’s claim is taken over at once, and Cognito is called again', async () => {
  const story = await openClaimed('beforeWork', startMain)
  const { ada, databaseUrl } = story
  expect((await readStore(databaseUrl)).rounds).toMatchObject([{ kind: 'claimed', fence: 1 }])

  await story.start()

  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(2)
  expect((await readStore(databaseUrl)).rounds).toMatchObject([{ kind: 'settled', fence: 2 }])
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
})

test('if the dead process had confirmed the user, the card says that it was probably that approval', async () => {
  const story = await openClaimed('afterWork')
  const { cognito, ada } = story
  await story.start()
  await cardSays(story, `It was probably <@${ada}>’s approval, which got no answer.`)
  expect(cognito.confirmations).toHaveLength(1)
})

test('a command whose process died before it found the user is carried out by the next one', async () => {
  const story = await openMortalStory()
  const { slack, cognito, channel, ada, user, databaseUrl } = story
  const hold = cognito.hold('ListUsers', 'beforeWork')
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: user.sub })
  await hold.arrived
  await story.mortal.kill()
  expect((await readStore(databaseUrl)).clicks).toMatchObject([{ round_id: null, outcome: null }])

  await story.start()

  await toldAlone(story, ada, 'They can sign in now')
  expect(cognito.confirmations).toMatchObject([{ sub: user.sub, clientMetadata: { approvedBy: ada } }])
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
})

test('a command that holds a claim is taken up like any click and decides the same round', async () => {
  const story = await openMortalStory()
  const { slack, cognito, channel, card, ada, user, databaseUrl } = story
  const hold = cognito.hold('AdminConfirmSignUp', 'beforeWork')
  await slack.slash({ user: ada, channel, command: '/confirm-user', text: user.sub })
  await hold.arrived
  await story.mortal.kill()
  expect((await readStore(databaseUrl)).clicks).toMatchObject([
    { round_id: card.buttons[0]?.value, outcome: null },
  ])

  await story.start()

  await toldAlone(story, ada, 'They can sign in now')
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(2)
  expect(cognito.confirmations).toHaveLength(1)
  expect((await readStore(databaseUrl)).rounds).toMatchObject([{ kind: 'settled', fence: 2 }])
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
})

test('an old claim is released, unless a look-up shows that the user was confirmed', async () => {
  const waiting = await openClaimed('beforeWork')
  await waiting.hurry(quarterOfAnHour + 1000)
  await waiting.start()
  const card = await cardSays(waiting, 'Countersign was interrupted or very busy, and the click is too old')
  expect(decisionsIn(card)).toHaveLength(2)
  expect(callsOf(waiting, 'AdminConfirmSignUp')).toBe(1)
  expect(callsOf(waiting, 'AdminGetUser')).toBe(1)
  await waiting.stop()

  const confirmed = await openClaimed('afterWork')
  await confirmed.hurry(quarterOfAnHour + 1000)
  await confirmed.start()
  await cardSays(confirmed, `It was probably <@${confirmed.ada}>’s approval, which got no answer`)
  expect(callsOf(confirmed, 'AdminConfirmSignUp')).toBe(1)
})

test('a claim by someone who is no longer an approver is released', async () => {
  const story = await openClaimed('beforeWork')
  const { slack, group, ada, databaseUrl } = story
  slack.changeGroup(group, { remove: [ada] })
  await story.start()
  const card = await cardSays(story, 'could not check the approver again')
  expect(decisionsIn(card)).toHaveLength(2)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-failed'])
})

test('while an approval is being taken up, nobody is told that it happened outside Slack', async () => {
  const story = await openClaimed('afterWork')
  const { slack, channel, bob, user } = story
  slack.fail('users.info', { kind: 'slow', ms: 1000 })
  await story.start()
  await slack.slash({ user: bob, channel, command: '/confirm-user', text: user.sub })
  const told = await toldAlone(story, bob, 'is already confirmed')
  expect(told.words).not.toContain('outside Slack')
})

test('if the bot dies while it closes a moved card, and the card’s channel is configured again, the button comes back', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, channel, environment, ada } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  await stage.start()
  const card = await cardWithButton(stage)
  await stage.stop()
  environment['APPROVAL_CHANNEL'] = slack.addChannel({ name: 'elsewhere' })
  slack.fail('chat.update', { kind: 'hangAfter' })
  const mortal = await startMortal(stage)
  await faultPlayed(stage, 'chat.update')
  await mortal.kill()
  expect(decisionsIn(slack.message(channel, card.ts))).toEqual([])

  environment['APPROVAL_CHANNEL'] = channel
  await stage.start()

  expect((await cardWithButton(stage)).ts).toBe(card.ts)
  await approve({ ...stage, card })
  await cardSays({ ...stage, card }, `✅ Approved by <@${ada}>`)
})

test('a card whose posting was lost in a channel now out of reach appears in the configured channel', async () => {
  const stage = await openStage({ pollInterval: '1h', isNotStarted: true })
  const { slack, cognito, hurry, channel, environment, ada } = stage
  cognito.signUp({ email: 'mia@visitors.example' })
  slack.fail('chat.postMessage', { kind: 'resetBefore' })
  await stage.start()
  await faultPlayed(stage, 'chat.postMessage')
  await stage.stop()
  slack.removeBot(channel)
  const elsewhere = slack.addChannel({ name: 'elsewhere' })
  environment['APPROVAL_CHANNEL'] = elsewhere
  await stage.start()
  await hurry(20_000)

  const moved = { ...stage, channel: elsewhere }
  const card = await hurryUntil(stage, () => slack.messages(elsewhere)[0])
  await approve({ ...moved, card })
  await cardSays({ ...moved, card }, `✅ Approved by <@${ada}>`)
})

test('a claim in a pool that is no longer configured ends too, and the clicker is told', async () => {
  const story = await openClaimed('beforeWork')
  const { cognito, ada, databaseUrl } = story
  cognito.addPool('us-east-1_Sandbox02')
  story.environment['COGNITO_USER_POOL_ID'] = 'us-east-1_Sandbox02'
  await story.start()
  await expect.poll(async () => (await readAudit(databaseUrl)).length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(await readAudit(databaseUrl)).toMatchObject([{ kind: 'click-failed', user_id: ada }])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})
