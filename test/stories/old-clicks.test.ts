// Clicks that arrive twice, late, or from a card that no longer belongs to the round.
import { expect, inject, test } from 'vitest'
import { decisionsIn } from '../support/decisions.ts'
import { faultPlayed } from '../support/fault-played.ts'
import { readAudit } from '../support/read-audit.ts'
import { forgetSignUps, readStore } from '../support/read-store.ts'
import { approve, callsOf, cardSays, hurryUntil, openStory, privatelyTold } from '../support/story.ts'

test('a click that Slack delivers twice, over two connections, counts once, and so does a replay', async () => {
  const story = await openStory()
  const { slack, channel, card, ada, databaseUrl } = story
  const connections = inject('delivery') === 'http' ? 1 : 2
  await slack.waitFor('all connections', () => slack.sockets === connections)

  const delivery = { copies: 2 }
  const click = await slack.click({ user: ada, channel, ts: card.ts, label: 'Approve', delivery })
  await cardSays(story, `✅ Approved by <@${ada}>`)
  click.deliver()
  const [envelope] = slack.envelopes
  await slack.waitFor('every copy to be acknowledged', () => envelope?.acks === 3)

  expect(new Set(envelope?.deliveries.map(({ socket }) => socket)).size).toBe(connections)
  expect((await readStore(databaseUrl)).clicks).toHaveLength(1)
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect(slack.ephemerals()).toEqual([])
})

test('a click on an old card can’t decide a new round', async () => {
  const story = await openStory(undefined, { pollInterval: '100ms' })
  const { slack, cognito, channel, card, user, ada, bob, databaseUrl } = story
  await approve(story, ada)
  await cardSays(story, `✅ Approved by <@${ada}>`)
  cognito.setStatus(user.sub, 'UNCONFIRMED')
  const next = await hurryUntil(story, () =>
    slack.messages(channel).find((one) => one.ts !== card.ts && decisionsIn(one).length > 0),
  )

  await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })

  const told = await privatelyTold(story, bob, 'Your click changed nothing.')
  expect(told.words).toContain('❌ Not confirmed after all')
  expect(decisionsIn(slack.message(channel, next.ts))).toHaveLength(2)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect((await readStore(databaseUrl)).rounds.map(({ kind }) => kind)).toEqual(['settled', 'waiting'])

  await approve({ ...story, card: next }, bob)
  await cardSays({ ...story, card: next }, `✅ Approved by <@${bob}>`)
})

test('whoever clicks a card that a restored store does not know is told so, and the card is closed', async () => {
  const story = await openStory()
  const { slack, cognito, channel, card, ada, databaseUrl } = story
  await story.stop()
  await forgetSignUps(databaseUrl)
  await story.start()
  const next = await slack.waitFor('the new card', () =>
    slack.messages(channel).find((one) => one.ts !== card.ts && decisionsIn(one).length > 0),
  )

  const { acked } = await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  expect(await acked).toMatchObject({ kind: 'acked' })

  const told = await privatelyTold(
    story,
    ada,
    'Nothing was changed: Countersign no longer recognises this card.',
  )
  expect(told.words).toContain('use its newer card')
  const closed = await cardSays(story, 'This card is out of date')
  expect(decisionsIn(closed)).toEqual([])
  expect(await readAudit(databaseUrl)).toMatchObject([
    { kind: 'click-unknown-round', user_id: ada, sub: null },
  ])
  expect(cognito.confirmations).toEqual([])

  await approve({ ...story, card: next }, ada)
  await cardSays({ ...story, card: next }, `✅ Approved by <@${ada}>`)
})

test('a person’s newer click replaces their older one that could not be checked yet', async () => {
  const story = await openStory(undefined, { isCold: true })
  const { slack, card, ada, databaseUrl } = story
  slack.fail('users.info', { kind: 'hang' })
  await approve(story, ada)
  await faultPlayed(story, 'users.info')

  await approve(story, ada)

  await hurryUntil(story, () => slack.ephemerals(ada).length > 0)
  await privatelyTold(story, ada, 'Slack did not say whether you may approve')
  expect((await readStore(databaseUrl)).clicks.map(({ outcome }) => outcome?.kind)).toEqual([
    'superseded',
    'unchecked',
  ])
  expect(slack.ephemerals(ada)).toHaveLength(1)
  expect(decisionsIn(slack.message(story.channel, card.ts))).toHaveLength(2)
})
