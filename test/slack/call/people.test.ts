// What is known about a clicker, and what is not: Slack's odd answers, and groups that can't be used.
import { describe, expect, it } from 'vitest'
import type { Pool } from '../../../src/domain/pool.ts'
import { createGroupDirectory } from '../../../src/slack/call/group-directory.ts'
import { createGroupMembers } from '../../../src/slack/call/group-members.ts'
import { createPeople } from '../../../src/slack/call/people.ts'
import { createProfiles } from '../../../src/slack/call/profiles.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { testPool } from '../../support/pool.ts'
import { connect } from './connect.ts'

async function open(groups: readonly string[] = ['@approvers'], users: readonly string[] = []) {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const log = createReadableLog()
  const ada = slack.addUser({ name: 'ada' })
  const group = slack.addGroup({ handle: 'approvers', members: [ada] })
  const directory = createGroupDirectory({ slack: client, clock })
  const members = createGroupMembers({ slack: client, directory, clock })
  const profiles = createProfiles({ slack: client, clock })
  const identity = { botUserId: 'U0BOT', botId: null, teamId: slack.teamId, url: null }
  const people = createPeople({ identity, profiles, groups: members, log })
  const pool: Pool = testPool({ channel: 'C1', approvers: { groups, users } })
  const says = (method: string, answer: object) =>
    slack.fail(method, { kind: 'http', status: 200, body: JSON.stringify({ ok: true, ...answer }) })
  const ask = () => people.claimant({ userId: ada, teamId: 'T0SISTER' }, pool)
  return { slack, clock, log, ada, group, says, ask }
}

const memberOf = (teamId: string) => ({ id: 'U1', team_id: teamId })

describe('a person', () => {
  it('whose e-mail and flags are null is like one without them', async () => {
    const { slack, says, ask } = await open()
    says('users.info', {
      user: { ...memberOf(slack.teamId), deleted: null, is_bot: null, profile: { email: null } },
    })
    expect(await ask()).toMatchObject({
      kind: 'known',
      claimant: { profile: { email: null, isBot: false, isDeactivated: false }, through: { kind: 'group' } },
    })
  })

  it('is one of ours by the directory, whatever workspace the payload names', async () => {
    const { slack, says, ask } = await open()
    says('users.info', { user: { ...memberOf('T0SISTER'), enterprise_user: { teams: [slack.teamId] } } })
    expect(await ask()).toMatchObject({ kind: 'known', claimant: { through: { kind: 'group' } } })
  })

  it.each([
    ['team_id', { team_id: null }],
    ['is_stranger', { is_stranger: 'perhaps' }],
    ['deleted', { deleted: 0 }],
    ['is_ultra_restricted', { is_ultra_restricted: [] }],
  ])('is never taken for an approver on a guess: %s', async (_, change) => {
    const { slack, says, ask } = await open()
    says('users.info', { user: { ...memberOf(slack.teamId), ...change } })
    expect(await ask()).toEqual({ kind: 'uncheckable', because: { kind: 'unreadable' } })
  })
})

describe('that somebody is an approver', () => {
  it('is known with the group, when it was read, and the name that Slack shows', async () => {
    const { ask, group, clock } = await open()
    const readAt = clock.now()
    await ask()
    await clock.advance(30_000)
    expect(await ask()).toMatchObject({
      claimant: {
        through: { kind: 'group', group: '@approvers', id: group, readAt },
        profile: { displayName: 'ada' },
      },
    })
  })
})

describe('a group', () => {
  it('without a handle, and null among members, keep nobody from being found', async () => {
    const { says, ask, group, ada } = await open()
    says('usergroups.list', {
      usergroups: [{ id: 'S0ODD', handle: null }, null, { id: group, handle: 'approvers' }],
    })
    says('usergroups.users.list', { users: [null, ada, 7] })
    expect(await ask()).toMatchObject({ kind: 'known', claimant: { through: { kind: 'group' } } })
  })

  it('that was renamed is told at once', async () => {
    const { slack, ask, group, clock, log } = await open()
    await ask()
    slack.changeGroup(group, { handle: 'renamed' })
    await clock.advance(61_000)
    expect(await ask()).toEqual({
      kind: 'uncheckable',
      because: { kind: 'group-unknown', group: '@approvers' },
    })
    expect(log.lines.at(-1)?.facts).toMatchObject({ group: '@approvers', slackError: 'group-unknown' })
  })

  it('that another group took the handle of approves nobody any more', async () => {
    const { slack, ask, ada, group, clock } = await open()
    expect(await ask()).toMatchObject({ claimant: { through: { kind: 'group' } } })
    slack.changeGroup(group, { handle: 'old-approvers' })
    const to = slack.addGroup({ handle: 'approvers', members: [ada] })
    await clock.advance(61_000)
    expect(await ask()).toEqual({
      kind: 'uncheckable',
      because: { kind: 'group-changed', group: '@approvers', from: group, to },
    })
  })

  it.each([
    ['plan_upgrade_required', { kind: 'no-user-groups' }],
    ['token_revoked', { kind: 'token', error: 'token_revoked' }],
    ['missing_scope', { kind: 'scopes' }],
  ])('is asked about no further after a conclusive word: %s', async (error, because) => {
    const { slack, ask } = await open()
    slack.fail('usergroups.list', { kind: 'error', error })
    expect(await ask()).toEqual({ kind: 'uncheckable', because })
  })

  it('that can’t be used harms nobody whom the pool names otherwise', async () => {
    const { ask } = await open(['@gone', '@approvers'])
    expect(await ask()).toMatchObject({ kind: 'known', claimant: { through: { kind: 'group' } } })
  })

  it.each(['unknown_method', 'team_added_to_org'])('is asked about again after %s', async (error) => {
    const { slack, ask } = await open()
    slack.fail('usergroups.list', { kind: 'error', error })
    expect(await ask()).toEqual({ kind: 'unavailable' })
  })
})
