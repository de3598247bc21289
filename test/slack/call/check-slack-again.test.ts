// Approvers, looked at while the bot runs: who is left, and whether any of them is in the channel.
import { expect, test } from 'vitest'
import { checkSlack } from '../../../src/slack/call/check-slack.ts'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { testPool } from '../../support/pool.ts'
import { connect } from './connect.ts'

/** A pool that two groups approve, in a private channel with these members. */
async function open(inChannel: (people: { ada: string; eve: string }) => readonly string[]) {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const people = { ada: slack.addUser({ name: 'ada' }), eve: slack.addUser({ name: 'eve' }) }
  const group = slack.addGroup({ handle: 'approvers', members: [people.ada] })
  const other = slack.addGroup({ handle: 'others', members: [people.ada] })
  const members = inChannel(people)
  const channel = slack.addChannel({ name: 'sign-ups', isPrivate: true, members })
  const pool = testPool({ channel, approvers: { groups: [group, other], users: [] } })
  const facts = await checkSlack({
    slack: client,
    directory: createGroupDirectory({ slack: client, clock }),
    pools: [pool],
    clock,
    log: createReadableLog(),
    enough: AbortSignal.abort(),
    report: () => {},
  })
  const look = async () => (await facts?.checkApprovers(pool))?.map(({ kind }) => kind)
  return { slack, people, group, other, look }
}

test('a group that became empty is found, and so is that nobody is left', async () => {
  const { slack, people, group, other, look } = await open(({ ada }) => [ada])
  expect(await look()).toEqual([])
  slack.changeGroup(other, { remove: [people.ada] })
  expect(await look()).toEqual(['group-empty'])
  slack.changeGroup(group, { remove: [people.ada] })
  expect(await look()).toEqual(['nobody-approves'])
})

test('that no approver is in the channel is found, on whatever page an approver may be', async () => {
  const crowd = Array.from({ length: 1001 }, (_, index) => `U0GUEST${index}`)
  const present = await open(({ ada }) => [...crowd, ada])
  expect(await present.look()).toEqual([])
  const absent = await open(({ eve }) => [eve])
  expect(await absent.look()).toEqual(['nobody-in-channel'])
})

test.each([
  ['Slack does not say', { kind: 'http', status: 500 }, undefined],
  ['Slack has no such method', { kind: 'error', error: 'unknown_method' }, []],
] as const)('nothing is concluded about the channel if %s', async (_, fault, found) => {
  const { slack, look } = await open(({ eve }) => [eve])
  slack.fail('conversations.members', fault, Number.POSITIVE_INFINITY)
  expect(await look()).toEqual(found)
})
