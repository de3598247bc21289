// With many groups, or many replicas that share Slack's limits, one call reads all groups: none of them starves.
import { describe, expect, it, test } from 'vitest'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { type GroupReading, oneByOne, planGroupReading } from '../../../src/slack/call/group-reading.ts'
import { createKnownApprovers } from '../../../src/slack/call/known-approvers.ts'
import { createSlackClient } from '../../../src/slack/call/slack-client.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { openGroupMembers } from './ask-membership.ts'
import { connect } from './connect.ts'

const poolsWith = (groups: number) =>
  Array.from({ length: groups }, (_, index) => ({ approvers: { groups: [`S${index}`], users: [] } }))

async function openGroups(count: number, { replicas = 5, size = 2 } = {}) {
  const { slack } = await connect()
  const client = createSlackClient(
    { ...slack, approvers: createKnownApprovers([]), replicas },
    createReadableLog(),
  )
  const clock = createHandClock()
  const people = Array.from({ length: size }, (_, index) => slack.addUser({ name: `member-${index}` }))
  const groups = Array.from({ length: count }, (_, index) =>
    slack.addGroup({ handle: `approvers-${index}`, members: people }),
  )
  const reading = planGroupReading({ pools: poolsWith(count), replicas })
  const directory = createGroupDirectory({ slack: client, clock, reading })
  const members = openGroupMembers({ slack: client, directory, clock })
  const calls = () => [slack.callsOf('usergroups.list').length, slack.callsOf('usergroups.users.list').length]
  const [one = '', last = ''] = [people[0], people.at(-1)]
  return { slack, client, clock, groups, members, calls, one, last }
}

test.each<readonly [number, number, GroupReading]>([
  [1, 1, oneByOne],
  [9, 1, oneByOne],
  [10, 1, { ...oneByOne, allAtOnce: true }],
  [1, 5, { allAtOnce: false, refetchAfter: 40_000 }],
  [5, 5, { allAtOnce: true, refetchAfter: 40_000 }],
  [5, 2, { allAtOnce: true, refetchAfter: (2 * 60_000) / 9 }],
])('%i groups and %i replicas are read as their share of the limit allows', (groups, replicas, reading) => {
  expect(planGroupReading({ pools: poolsWith(groups), replicas })).toEqual(reading)
})

test('a group of several pools counts once', () => {
  const pools = Array.from({ length: 20 }, () => ({ approvers: { groups: ['S1'] } }))
  expect(planGroupReading({ pools, replicas: 1 }).allAtOnce).toBe(false)
})

describe('one of five replicas', () => {
  it('knows the members of five pools’ groups within every minute, without waiting for its share', async () => {
    const { clock, groups, members, calls, one } = await openGroups(5)
    for (let minutes = 1; minutes <= 3; minutes += 1) {
      expect(await Promise.all(groups.map((group) => members.has(group, one)))).toEqual(Array(5).fill(true))
      expect(calls()).toEqual([minutes, 0])
      await clock.advance(60_000)
    }
  })

  it('finds groups by their handles with the same call', async () => {
    const { members, calls, one } = await openGroups(5)
    for (const index of Array(5).keys()) expect(await members.has(`@approvers-${index}`, one)).toBe(true)
    expect(calls()).toEqual([1, 0])
  })

  it('does not take a change for longer than a minute, and knows at once whom Slack says to have left', async () => {
    const { slack, clock, groups, members, one, last } = await openGroups(2)
    const [group = ''] = groups
    await members.has(group, one)
    members.removed(group, [one])
    expect(await members.has(group, one)).toBe(false)
    slack.changeGroup(group, { remove: [last] })
    await clock.advance(59_999)
    expect(await members.has(group, last)).toBe(true)
    await clock.advance(1)
    expect(await members.has(group, last)).toBe(false)
  })

  it('knows whose turn comes first from the groups that it uses, and from no others', async () => {
    const { slack, client, groups, members, one } = await openGroups(2)
    const eve = slack.addUser({ name: 'eve' })
    slack.addGroup({ handle: 'everybody', members: [eve, one] })
    await members.has(groups[0] ?? '', one)
    expect([client.approvers.has(one), client.approvers.has(eve)]).toEqual([true, false])
  })

  it('asks for a group whose members Slack does not list in whole', async () => {
    const { groups, members, calls, last } = await openGroups(2, { size: 501 })
    expect(await members.has(groups[0] ?? '', last)).toBe(true)
    expect(calls()).toEqual([1, 1])
  })

  it('asks for a group that is not in the list, and for each while the list can’t be had', async () => {
    const { slack, clock, groups, members, calls, one } = await openGroups(2)
    await expect(members.has('S0NOWHERE', one)).rejects.toThrow()
    expect(calls()).toEqual([1, 1])
    await clock.advance(60_000)
    slack.fail('usergroups.list', { kind: 'http', status: 503 })
    expect(await members.has(groups[0] ?? '', one)).toBe(true)
    expect(calls()).toEqual([2, 2])
  })

  it('does not take a disabled group for an approvers’ group', async () => {
    const { slack, groups, members, one } = await openGroups(2)
    const [group = ''] = groups
    slack.changeGroup(group, { isDisabled: true })
    await expect(members.has(group, one)).rejects.toThrow()
  })
})
