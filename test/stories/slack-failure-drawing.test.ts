// chat.update fails: the result is drawn as soon as Slack takes it, and told privately if that takes too long.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import {
  approve,
  cardSays,
  cardWithButton,
  decisionsIn,
  hurryUntil,
  openStory,
  privatelyTold,
  type Story,
} from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'
import type { Fault } from '../world/slack/faults.ts'

const passing: Readonly<Record<string, Fault>> = {
  'asks to wait a second': { kind: 'rateLimited', retryAfter: 1 },
  'answers 500': { kind: 'http', status: 500 },
  'answers with a web page': { kind: 'html' },
  'breaks the connection before the work': { kind: 'resetBefore' },
  'breaks the connection after the work': { kind: 'resetAfter' },
  'says internal_error': { kind: 'error', error: 'internal_error' },
  'says channel_not_found': { kind: 'error', error: 'channel_not_found' },
}

test.each(Object.entries(passing))('if Slack %s, the card is redrawn until it is right', async (_, fault) => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  slack.fail('chat.update', fault)
  await approve(story)
  await hurryUntil(story, () => slack.message(channel, card.ts)?.words.includes(`✅ Approved by <@${ada}>`))
  await hurryUntil(story, () => slack.callsOf('chat.update').length === 2)
  expect(slack.messages(channel)).toHaveLength(1)
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1)
  expect(story.cognito.confirmations).toHaveLength(1)
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-confirmed'])
})

test('if the card can’t be drawn for long, the clicker is told privately, once', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  slack.fail('chat.update', { kind: 'error', error: 'channel_not_found' }, Number.POSITIVE_INFINITY)
  await approve(story)
  await story.cognito.waitFor('the confirmation', () => story.cognito.confirmations.length === 1)
  expect(slack.ephemerals()).toEqual([])
  await hurryUntil(story, () => slack.ephemerals(ada).length > 0)
  await privatelyTold(story, ada, `✅ Approved by <@${ada}>`)
  expect(decisionsIn(slack.message(channel, card.ts))).toHaveLength(2)

  slack.heal()
  await hurryUntil(story, () => decisionsIn(slack.message(channel, card.ts)).length === 0)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(slack.ephemerals()).toHaveLength(1)
})

test('whoever clicks a card that could not be drawn is told what is true', async () => {
  const story = await openStory()
  const { slack, ada, bob } = story
  slack.fail('chat.update', { kind: 'http', status: 500 }, Number.POSITIVE_INFINITY)
  await approve(story, ada)
  await expect.poll(() => auditKinds(story.databaseUrl), { timeout: 10_000 }).toEqual(['click-confirmed'])
  await approve(story, bob)
  await privatelyTold(story, bob, `<@${ada}> was first and approved this`)
  expect(story.cognito.confirmations).toHaveLength(1)
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-confirmed', 'click-late'])
})

test('in an archived channel, the clicker is told directly; once it is unarchived, the card is right', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada } = story
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  slack.archive(channel)
  held.release()
  const inDirectMessage = () =>
    slack
      .channels()
      .filter(({ imWith }) => imWith === ada)
      .flatMap(({ id }) => slack.messages(id))
  await hurryUntil(story, () => inDirectMessage().some(({ words }) => words.includes('✅ Approved by')))
  slack.unarchive(channel)
  await hurryUntil(story, () => slack.message(channel, card.ts)?.words.includes('✅ Approved by'))
  expect(inDirectMessage()).toHaveLength(1)
})

test('a waiting card that someone deleted is posted anew and works', async () => {
  const story = await openStory()
  const { slack, cognito, channel, user, card, ada } = story
  await deleteInSlack(story)
  cognito.changeUser(user.sub, { attributes: { name: 'Mia Moore' } })
  await story.hurry(3_600_000)
  await hurryUntil(story, () => slack.messages(channel)[0])
  const fresh = await cardWithButton(story)
  expect(fresh.ts).not.toBe(card.ts)
  expect(fresh.words).toContain('Mia Moore')
  expect(slack.messages(channel)).toHaveLength(1)

  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, `✅ Approved by <@${ada}>`)
  expect(slack.messages(channel)).toHaveLength(1)
})

test('a card that is deleted while an approval fails comes back with the reason and the button', async () => {
  const story = await openStory()
  const { slack, cognito, channel, ada } = story
  cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  await deleteInSlack(story)
  held.release()
  const fresh = await hurryUntil(story, () => slack.messages(channel)[0])
  expect(fresh.words).toContain('❌ Not confirmed: Cognito reached a limit')
  expect(decisionsIn(fresh)).toHaveLength(2)
  await approve({ ...story, card: fresh })
  await cardSays({ ...story, card: fresh }, `✅ Approved by <@${ada}>`)
})

test('a card that is deleted during an approval is not posted again, and the result is told privately', async () => {
  const story = await openStory()
  const { slack, cognito, channel, ada } = story
  const held = cognito.hold('AdminConfirmSignUp')
  await approve(story)
  await held.arrived
  await deleteInSlack(story)
  held.release()
  await hurryUntil(story, () => slack.ephemerals(ada).some(({ words }) => words.includes('✅ Approved by')))
  expect(slack.messages(channel)).toEqual([])
  expect(await auditKinds(story.databaseUrl)).toEqual(['click-confirmed'])
})

test('a click on an older card of the same sign-up counts and removes the button from that card', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  slack.fail('chat.update', { kind: 'error', error: 'message_not_found' })
  story.cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  await approve(story)
  const fresh = await hurryUntil(story, () => slack.messages(channel).find(({ ts }) => ts !== card.ts))

  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  await cardSays({ ...story, card: fresh }, `✅ Approved by <@${ada}>`)
  await cardSays(story, 'This card is out of date')
  expect(slack.messages(channel).flatMap(decisionsIn)).toEqual([])
})

test('a click closes an older card even before the new one is known to be posted', async () => {
  const story = await openStory()
  const { slack, channel, card, ada } = story
  slack.fail('chat.update', { kind: 'error', error: 'message_not_found' })
  slack.fail('chat.postMessage', { kind: 'resetAfter' })
  story.cognito.fail('AdminConfirmSignUp', faults.limitExceeded)
  await approve(story)
  await hurryUntil(story, () => slack.messages(channel).find(({ ts }) => ts !== card.ts))

  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  await cardSays(story, 'This card is out of date')
})

/** As a workspace administrator can, without the bot being told. */
async function deleteInSlack({ slack, channel, card }: Story): Promise<void> {
  const answer = await fetch(`${slack.apiUrl}chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, ts: card.ts }),
  })
  expect(await answer.json()).toMatchObject({ ok: true })
}
