// Which group a configuration means.
import { describe, expect, it } from 'vitest'
import { createGroupDirectory, findGroup } from '../../../src/slack/call/group-directory.ts'
import { createHandClock } from '../../shared/hand-clock.ts'
import { connect } from './connect.ts'

const old = { id: 'S1', handle: 'approvers', isDisabled: true }
const fresh = { id: 'S2', handle: 'approvers', isDisabled: false }
const left = { id: 'S3', handle: 'left', isDisabled: true }

describe('the group that is meant', () => {
  it('is found by its handle or its id', () => {
    expect(findGroup([fresh], '@approvers')).toBe(fresh)
    expect(findGroup([fresh], 'S2')).toBe(fresh)
    expect(findGroup([fresh], '@nobody')).toBeNull()
    expect(findGroup([fresh], 'S9')).toBeNull()
  })

  it('is the enabled one of two with the same handle, and a disabled one where there is no other', () => {
    expect(findGroup([old, fresh], '@approvers')).toBe(fresh)
    expect(findGroup([left], '@left')).toBe(left)
  })
})

describe('the list of groups', () => {
  it('is read once in a minute, and ten seconds after the last time where Slack says that a group changed', async () => {
    const { slack, client } = await connect()
    const clock = createHandClock()
    const directory = createGroupDirectory({ slack: client, clock })
    const id = slack.addGroup({ handle: 'approvers', members: [] })
    const reads = () => slack.callsOf('usergroups.list').length
    const isDisabled = async () => findGroup(await directory.list(), id)?.isDisabled

    expect(await isDisabled()).toBe(false)
    slack.changeGroup(id, { isDisabled: true })
    await clock.advance(59_999)
    expect(await isDisabled()).toBe(false)
    expect(reads()).toBe(1)
    await clock.advance(1)
    expect(await isDisabled()).toBe(true)
    expect(reads()).toBe(2)

    slack.changeGroup(id, { isDisabled: false })
    directory.changed()
    await clock.advance(9999)
    expect(await isDisabled()).toBe(true)
    await clock.advance(1)
    expect(await isDisabled()).toBe(false)
    expect(reads()).toBe(3)
  })
})
