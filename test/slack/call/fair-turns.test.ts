// Whatever an outsider asks for, an approver's answer comes first.
import { expect, test } from 'vitest'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { createProfiles } from '../../../src/slack/call/profiles.ts'
import { createHandClock } from '../../shared/hand-clock.ts'
import { openGroupMembers } from './ask-membership.ts'
import { connect } from './connect.ts'

async function openGroup() {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const [ada, eve, mal] = ['ada', 'eve', 'mal'].map((name) => slack.addUser({ name }))
  if (ada === undefined || eve === undefined || mal === undefined) throw new Error('Nobody was added')
  const group = slack.addGroup({ handle: 'approvers', members: [ada] })
  const directory = createGroupDirectory({ slack: client, clock })
  const groups = openGroupMembers({ slack: client, directory, clock })
  return { slack, client, clock, ada, eve, mal, group, groups }
}

test('once a group was read, its members’ questions go before an outsider’s, who take turns', async () => {
  const { slack, client, ada, eve, mal, group, groups } = await openGroup()
  await groups.has(group, ada)
  const order: string[] = []
  const ask = (name: string, userId: string) =>
    client
      .call('users.info', 'click', (web) => web.users.info({ user: userId }), userId)
      .then(() => order.push(name))
  slack.fail('users.info', { kind: 'rateLimited', retryAfter: 1 })
  await expect(ask('refused', eve)).rejects.toThrow()
  const eves = ['eve 1', 'eve 2', 'eve 3'].map((name) => ask(name, eve))
  await Promise.all([...eves, ask('mal', mal), ask('ada', ada)])
  expect(order).toEqual(['ada', 'eve 1', 'mal', 'eve 2', 'eve 3'])
})

test('whoever left the group is an outsider from then on', async () => {
  const { client, ada, group, groups } = await openGroup()
  await groups.has(group, ada)
  expect(client.approvers.has(ada)).toBe(true)
  groups.removed(group, [ada])
  expect(client.approvers.has(ada)).toBe(false)
})

test('that Slack did not say who somebody is, is remembered for 2 s', async () => {
  const { slack, client, clock, ada } = await openGroup()
  const profiles = createProfiles({ slack: client, clock })
  slack.fail('users.info', { kind: 'http', status: 503 })
  for (let click = 0; click < 20; click += 1) await expect(profiles.get(ada)).rejects.toThrow()
  await clock.advance(1999)
  await expect(profiles.get(ada)).rejects.toThrow()
  expect(slack.callsOf('users.info')).toHaveLength(1)
  await clock.advance(1)
  expect(await profiles.get(ada)).toMatchObject({ userId: ada })
  expect(slack.callsOf('users.info')).toHaveLength(2)
})
