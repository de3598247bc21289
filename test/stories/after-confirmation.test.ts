// What follows a confirmation: groups and a word to whoever has the address, told on the card, tried again, taken back.
import { expect, test } from 'vitest'
import { auditKinds } from '../support/read-audit.ts'
import { approve, callsOf, cardSays, hurryUntil, openStoryOfFile, type Story } from '../support/story.ts'
import { faults } from '../world/cognito/faults.ts'

const words = ({ slack, channel, card }: Story, place = 0) =>
  (place === 0 ? slack.message(channel, card.ts) : slack.messages(channel)[place])?.words ?? ''

const says = (story: Story, text: string, place = 0) =>
  hurryUntil(story, () => words(story, place).includes(text))

/** What the bot told these people directly. */
const directTo = ({ slack }: Story, user: string) =>
  slack
    .channels()
    .filter(({ imWith }) => imWith === user)
    .flatMap(({ id }) => slack.messages(id))

test('a group that is missing is told with its remedy, and added once it is there; only then can they sign in', async () => {
  const story = await openStoryOfFile([
    'after: { groups: [customers, beta], tell_member: true, sign_in_needs_group: true }',
  ])
  const { slack, cognito, channel, card, user, ada, eve, databaseUrl } = story
  cognito.addGroup('beta')
  const mia = slack.addUser({ name: 'mia', email: 'Mia@visitors.example' })
  await approve(story)
  await cardSays(story, 'They can sign in once they have been added to their groups.')
  await says(story, 'Not added to group “customers”: the pool has no such group.')
  await says(story, 'Added to group “beta”')
  await says(story, 'The member of this workspace who has this address was told')
  expect(words(story)).not.toContain('They can sign in now')
  expect(directTo(story, mia).map((one) => one.words)).toEqual([
    `Somebody who signed up to ${cognito.poolId} with your e-mail address was let in by <@${ada}>. If that was you, there is nothing to do. Not you? Tell <@${ada}>, who can undo it.`,
  ])

  const label = 'Try again: customers'
  await slack.click({ user: eve, channel, ts: card.ts, label })
  await hurryUntil(story, () => slack.ephemerals(eve).some((one) => one.words.includes('not an approver')))
  cognito.addGroup('customers')
  await slack.click({ user: ada, channel, ts: card.ts, label })
  await says(story, 'They can sign in now')
  expect(cognito.groupsOf(user.sub).toSorted()).toEqual(['beta', 'customers'])
  expect(directTo(story, mia)).toHaveLength(1)
  expect(slack.message(channel, card.ts)?.buttons.map((one) => one.label)).toEqual(['Undo…', 'Details'])
  expect(await auditKinds(databaseUrl)).toEqual([
    'click-confirmed',
    'step-failed',
    'step-done',
    'step-done',
    'click-refused',
    'click-trying-again',
    'step-done',
  ])
})

test('a bot that is killed in a step goes on there; an undo lists what stays and cancels the rest', async () => {
  const story = await openStoryOfFile(['after: { groups: [customers, beta], tell_member: true }'])
  const { slack, cognito, channel, card, user, bob } = story
  cognito.addGroup('customers')
  cognito.addGroup('beta')
  const held = cognito.hold('AdminAddUserToGroup', 'beforeWork')
  cognito.fail('AdminAddUserToGroup', { kind: 'resetAfter' })
  await approve(story)
  await held.arrived
  await cardSays(story, '⏳ Being added to group “customers”')
  const stopped = story.stop()
  held.release()
  await stopped
  cognito.fail('AdminAddUserToGroup', faults.tooManyRequests, Number.POSITIVE_INFINITY)
  await story.start()
  await says(story, 'May not be in group “customers”: Cognito was too busy.')
  cognito.heal('AdminAddUserToGroup')
  await says(story, 'Added to group “customers”.')
  await hurryUntil(story, () => cognito.groupsOf(user.sub).length === 2)
  await says(story, 'No full member of this workspace has this address')

  await slack.click({ user: bob, channel, ts: card.ts, label: 'Undo…' })
  await says(story, '⚠️ They are still in group “customers”, group “beta”.', 1)
  expect(callsOf(story, 'AdminAddUserToGroup')).toBeGreaterThanOrEqual(3)
  expect(cognito.user(user.sub)?.enabled).toBe(false)
})
