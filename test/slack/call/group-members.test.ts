import { describe, expect, it } from 'vitest'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { createHandClock } from '../../shared/hand-clock.ts'
import { openGroupMembers } from './ask-membership.ts'
import { connect } from './connect.ts'

async function openGroup() {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const ada = slack.addUser({ name: 'ada' })
  const bob = slack.addUser({ name: 'bob' })
  const group = slack.addGroup({ handle: 'approvers', members: [ada, bob] })
  const directory = createGroupDirectory({ slack: client, clock })
  const members = openGroupMembers({ slack: client, directory, clock })
  const questions = () => slack.callsOf('usergroups.users.list').length
  return { slack, clock, ada, bob, group, members, questions }
}

describe('who is in a user group', () => {
  it('is whoever Slack says, asked once a minute', async () => {
    const { slack, clock, ada, bob, group, members, questions } = await openGroup()
    expect(await Promise.all([members.has(group, ada), members.has(group, bob)])).toEqual([true, true])
    expect(await members.has(group, 'U0EVE')).toBe(false)
    slack.changeGroup(group, { remove: [bob] })
    await clock.advance(59_999)
    expect(await members.has(group, bob)).toBe(true)
    expect(questions()).toBe(1)
    await clock.advance(1)
    expect(await members.has(group, bob)).toBe(false)
    expect(questions()).toBe(2)
  })

  it('can be asked for by the group’s handle', async () => {
    const { ada, members } = await openGroup()
    expect(await members.has('@approvers', ada)).toBe(true)
    await expect(members.has('@nobody', ada)).rejects.toThrow('@nobody')
  })

  it('is unknown if Slack does not answer, and is asked for again the next time', async () => {
    const { slack, ada, group, members, questions } = await openGroup()
    slack.fail('usergroups.users.list', { kind: 'http', status: 503 })
    await expect(members.has(group, ada)).rejects.toThrow()
    expect(await members.has(group, ada)).toBe(true)
    expect(questions()).toBe(2)
  })

  it('is unknown if the answer makes no sense', async () => {
    const { slack, ada, group, members } = await openGroup()
    slack.fail('usergroups.users.list', { kind: 'html' })
    await expect(members.has(group, ada)).rejects.toThrow()
  })
})

describe('Slack’s news of a user group', () => {
  it('removes members at once, without a call', async () => {
    const { ada, bob, group, members, questions } = await openGroup()
    await members.has(group, bob)
    members.removed(group, [bob])
    expect(await members.has(group, bob)).toBe(false)
    expect(await members.has(group, ada)).toBe(true)
    expect(questions()).toBe(1)
  })

  it('that arrives during a call outweighs the call’s older answer', async () => {
    const { slack, clock, bob, group, members } = await openGroup()
    slack.fail('usergroups.users.list', { kind: 'slow', ms: 100 })
    const askedBefore = members.has(group, bob)
    await slack.waitFor('the question', () => slack.callsOf('usergroups.users.list').length === 1)
    await clock.advance(10)
    members.removed(group, [bob])
    const askedAfter = members.has(group, bob)
    expect(await askedBefore).toBe(false)
    expect(await askedAfter).toBe(false)
  })

  it('that arrived before a call does not outweigh its answer', async () => {
    const { clock, bob, group, members } = await openGroup()
    members.removed(group, [bob])
    await clock.advance(1)
    expect(await members.has(group, bob)).toBe(true)
  })

  it('leads to a new call, at the earliest ten seconds after the last one', async () => {
    const { slack, clock, group, members, questions } = await openGroup()
    const eve = slack.addUser({ name: 'eve' })
    expect(await members.has(group, eve)).toBe(false)
    slack.changeGroup(group, { add: [eve] })
    for (let news = 0; news < 20; news += 1) members.changed(group)
    await clock.advance(9999)
    expect(await members.has(group, eve)).toBe(false)
    expect(questions()).toBe(1)
    await clock.advance(1)
    expect(await members.has(group, eve)).toBe(true)
    expect(questions()).toBe(2)
  })

  it('about one group says nothing about another', async () => {
    const { slack, bob, group, members } = await openGroup()
    const other = slack.addGroup({ handle: 'others', members: [bob] })
    await members.has(group, bob)
    await members.has(other, bob)
    members.removed(other, [bob])
    expect(await members.has(group, bob)).toBe(true)
    expect(await members.has(other, bob)).toBe(false)
  })
})
