// Several clicks on one card: the first decides, and everyone else is told who was first.
import { expect, test } from 'vitest'
import { auditKinds, readAudit } from '../support/read-audit.ts'
import { readStore } from '../support/read-store.ts'
import { approve, callsOf, cardSays, openStory, privatelyTold } from '../support/story.ts'

test('of two clicks at once, only the first counts', async () => {
  const story = await openStory()
  const { slack, cognito, card, ada, bob, databaseUrl } = story

  await Promise.all([ada, bob].map((user) => slack.clickAsSeen({ user, message: card, label: 'Approve' })))

  await cardSays(story, '✅ Approved by')
  const [confirmation, ...others] = cognito.confirmations
  expect(others).toEqual([])
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  const first = confirmation?.clientMetadata?.['approvedBy'] ?? ''
  const second = first === ada ? bob : ada
  await cardSays(story, `✅ Approved by <@${first}>`)
  const told = await privatelyTold(story, second, `<@${first}> was first`)
  expect(told.words).toContain('mia@visitors.example')
  expect(slack.ephemerals()).toHaveLength(1)
  expect((await readAudit(databaseUrl)).map(({ kind, user_id }) => [kind, user_id])).toEqual(
    expect.arrayContaining([
      ['click-confirmed', first],
      ['click-late', second],
    ]),
  )
  expect(await readAudit(databaseUrl)).toHaveLength(2)
})

test('while the first approval is being carried out, a second click changes nothing, and the clicker is told so', async () => {
  const story = await openStory()
  const { slack, cognito, card, ada, bob } = story
  const hold = cognito.hold('AdminConfirmSignUp')
  await approve(story, ada)
  await hold.arrived

  await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })
  await privatelyTold(story, bob, `<@${ada}> was first: their decision is being carried out.`)
  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  await privatelyTold(story, ada, 'Your first click is being carried out.')
  hold.release()

  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
})

test('whoever clicks a card that still shows the button after the decision is told who decided, and when', async () => {
  const story = await openStory()
  const { slack, card, ada, bob, databaseUrl } = story
  await approve(story, ada)
  await cardSays(story, `✅ Approved by <@${ada}>`)

  await slack.clickAsSeen({ user: bob, message: card, label: 'Approve' })
  const told = await privatelyTold(story, bob, `<@${ada}> was first and approved this, `)
  expect(told.words).toContain('Your click changed nothing, and there is nothing left to do.')
  await slack.clickAsSeen({ user: ada, message: card, label: 'Approve' })
  await privatelyTold(story, ada, 'You already approved this, ')

  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  expect((await readAudit(databaseUrl)).map(({ kind }) => kind)).toEqual([
    'click-confirmed',
    'click-late',
    'click-late',
  ])
})

test('a double click is one approval', async () => {
  const story = await openStory()
  const { slack, card, ada, databaseUrl } = story

  await Promise.all([ada, ada].map((user) => slack.clickAsSeen({ user, message: card, label: 'Approve' })))

  await cardSays(story, `✅ Approved by <@${ada}>`)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  const kinds = async () => (await auditKinds(databaseUrl)).toSorted()
  await expect.poll(kinds, { timeout: 10_000 }).toEqual(['click-confirmed', 'click-superseded'])
  expect(slack.ephemerals()).toEqual([])
  expect(slack.failures).toEqual([])
})

test('when twenty approvers click at once, exactly one click counts, and the other nineteen are told', async () => {
  const story = await openStory()
  const { slack, cognito, card, group, databaseUrl } = story
  const crowd = Array.from({ length: 20 }, (_, index) => slack.addUser({ name: `approver-${index}` }))
  slack.changeGroup(group, { add: crowd })
  await slack.waitFor('the news of the group to arrive', () =>
    slack.envelopes.every(({ acks, type }) => type !== 'events_api' || acks > 0),
  )

  await Promise.all(crowd.map((user) => slack.clickAsSeen({ user, message: card, label: 'Approve' })))

  const first = await cognito.waitFor('a confirmation', () => cognito.confirmations[0])
  const winner = first.clientMetadata?.['approvedBy'] ?? ''
  await cardSays(story, `✅ Approved by <@${winner}>`)
  const others = crowd.filter((user) => user !== winner)
  await Promise.all(others.map((user) => privatelyTold(story, user, `<@${winner}> was first`)))
  expect(slack.ephemerals()).toHaveLength(19)
  expect(callsOf(story, 'AdminConfirmSignUp')).toBe(1)
  const { clicks } = await readStore(databaseUrl)
  expect(clicks.filter(({ outcome }) => outcome?.kind === 'late')).toHaveLength(19)
  expect(clicks.filter(({ outcome }) => outcome?.kind === 'confirmed')).toHaveLength(1)
  expect(slack.failures).toEqual([])
})
