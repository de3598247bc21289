// Approvers are known before they click, for 15 minutes after a card is posted, and never at a click's expense.
import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../src/domain/person.ts'
import type { Pool } from '../../../src/domain/pool.ts'
import type { Urgency } from '../../../src/shared/limit.ts'
import { createMemory } from '../../../src/shared/remember.ts'
import { createGroupDirectory, type Meant } from '../../../src/slack/call/group-directory.ts'
import { oneByOne } from '../../../src/slack/call/group-reading.ts'
import { createWarmth, keepWarmEvery } from '../../../src/slack/call/keep-warm.ts'
import { createProfiles } from '../../../src/slack/call/profiles.ts'
import { createHandClock, createReadableLog } from '../../shared/hand-clock.ts'
import { testPool } from '../../support/pool.ts'
import { openGroupMembers } from './ask-membership.ts'
import { connect } from './connect.ts'

const signal = new AbortController().signal
const minute = 60_000

function poolOf(approvers: Partial<Pool['approvers']>, id = 'eu-west-1_A'): Pool {
  return testPool({
    id,
    name: 'Test pool',
    channel: 'C1',
    approvers: { groups: [], users: [], ...approvers },
  })
}

/** With a local Slack, in which Ada and Bob are approvers. */
async function openWithSlack() {
  const { slack, client } = await connect()
  const clock = createHandClock()
  const ada = slack.addUser({ name: 'ada' })
  const bob = slack.addUser({ name: 'bob' })
  const group = slack.addGroup({ handle: 'approvers', members: [ada, bob] })
  const directory = createGroupDirectory({ slack: client, clock })
  const groups = openGroupMembers({ slack: client, directory, clock })
  const profiles = createProfiles({ slack: client, clock })
  const log = createReadableLog()
  const warmth = createWarmth({ profiles, groups, directory, replicas: 1, clock, log, wake: () => {} })
  const asked = () =>
    ['usergroups.list', 'usergroups.users.list', 'users.info'].map((method) => slack.callsOf(method).length)
  return { slack, clock, ada, bob, group, groups, profiles, warmth, log, asked }
}

interface Question {
  readonly method: 'usergroups.list' | 'usergroups.users.list' | 'users.info'
  readonly key: string
  readonly urgency: Urgency
  readonly at: number
}

/** With answers that take no time; every group has the same members. */
function openWithAnswers({ members = [], replicas = 1 }: { members?: string[]; replicas?: number } = {}) {
  const clock = createHandClock()
  const startedAt = clock.now().getTime()
  const asked: Question[] = []
  const broken = new Set<string>()
  let wakes = 0
  const memoryOf = <T>(method: Question['method'], answer: (key: string) => T) =>
    createMemory(clock, minute, async (key, urgency) => {
      asked.push({ method, key, urgency, at: clock.now().getTime() - startedAt })
      if (broken.has(key)) throw new Error('Slack does not answer')
      return answer(key)
    })
  const profiles = memoryOf('users.info', (userId): Profile => {
    const flags = { isGuest: false, isStranger: false, isDeactivated: false, isBot: false }
    return { userId, displayName: null, teamIds: ['T1'], ...flags, email: null, phone: null }
  })
  const memberships = memoryOf('usergroups.users.list', (): ReadonlySet<string> => new Set(members))
  const groups = memoryOf('usergroups.list', () => [{ id: 'S1', handle: 'approvers', isDisabled: false }])
  const directory = {
    groups,
    list: () => groups.get('all'),
    reading: oneByOne,
    removed: () => {},
    changed: () => {},
    meant: (): Meant => ({ kind: 'group', id: 'S1' }),
  }
  const log = createReadableLog()
  const warmth = createWarmth({
    profiles,
    groups: { memberships },
    directory,
    replicas,
    clock,
    log,
    wake: () => {
      wakes += 1
    },
  })
  const live = async (milliseconds: number) => {
    const end = clock.now().getTime() + milliseconds
    while (clock.now().getTime() < end) {
      await warmth.turn(signal)
      await clock.advance(keepWarmEvery)
    }
  }
  const keysOf = (method: Question['method']) =>
    asked.filter((one) => one.method === method).map(({ key }) => key)
  const mostWithinAMinute = (method: Question['method']) => {
    const times = asked.filter((one) => one.method === method).map(({ at }) => at)
    return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + minute).length))
  }
  return { clock, asked, broken, profiles, warmth, log, live, keysOf, mostWithinAMinute, wakes: () => wakes }
}

const crowd = Array.from({ length: 40 }, (_, index) => `U${index + 1}`)

describe('after a card is posted', () => {
  it('an approver’s first click asks Slack nothing', async () => {
    const { ada, bob, groups, profiles, warmth, asked } = await openWithSlack()
    warmth.keepWarm(poolOf({ groups: ['@approvers'] }))
    await warmth.turn(signal)
    expect(asked()).toEqual([1, 1, 2])

    expect(await groups.has('@approvers', bob)).toBe(true)
    expect((await profiles.get(bob)).userId).toBe(bob)
    expect((await profiles.get(ada)).userId).toBe(ada)
    expect(asked()).toEqual([1, 1, 2])
  })

  it('an approver who is named by id is known too', async () => {
    const { ada, profiles, warmth, asked } = await openWithSlack()
    warmth.keepWarm(poolOf({ users: [ada] }))
    await warmth.turn(signal)
    await profiles.get(ada)
    expect(asked()).toEqual([0, 0, 1])
  })

  it('the loop is woken, and nothing that is known is asked again', async () => {
    const { warmth, asked, wakes } = openWithAnswers({ members: ['U1', 'U2'] })
    warmth.keepWarm(poolOf({ groups: ['S1'] }))
    expect(wakes()).toBe(1)
    await warmth.turn(signal)
    await warmth.turn(signal)
    expect(asked).toHaveLength(3)
    expect(asked.every(({ urgency }) => urgency === 'background')).toBe(true)
  })

  it('approvers stay known for 15 minutes, and then nothing is asked any more', async () => {
    const { clock, warmth, profiles, asked, live } = openWithAnswers({ members: ['U1', 'U2', 'U3'] })
    warmth.keepWarm(poolOf({ groups: ['@approvers'] }))
    await warmth.turn(signal)
    for (let minutes = 0; minutes < 15; minutes += 1) {
      await live(minute)
      if (minutes < 14) expect(profiles.lapsesWithin('U3', 1000)).toBe(false)
    }
    const before = asked.length
    expect(await warmth.turn(signal)).toBeGreaterThanOrEqual(minute)
    await live(5 * minute)
    expect(asked).toHaveLength(before)

    warmth.keepWarm(poolOf({ groups: ['@approvers'] }))
    expect(await warmth.turn(signal)).toBe(keepWarmEvery)
    expect(asked).toHaveLength(before + 5)
    expect(clock.waits()).toEqual([])
  })

  it('another card starts the 15 minutes again', async () => {
    const { warmth, profiles, live } = openWithAnswers({ members: ['U1'] })
    warmth.keepWarm(poolOf({ groups: ['S1'] }))
    await live(10 * minute)
    warmth.keepWarm(poolOf({ groups: ['S1'] }))
    await live(14 * minute)
    expect(profiles.lapsesWithin('U1', 1000)).toBe(false)
  })
})

describe('keeping approvers warm', () => {
  it('uses at most a third of what Slack allows, and keeps 20 people and four groups known all the time', async () => {
    const { warmth, live, keysOf, profiles, mostWithinAMinute } = openWithAnswers({ members: crowd })
    warmth.keepWarm(poolOf({ groups: ['@approvers', 'S1', 'S2', 'S3', 'S4'] }))
    await live(2 * minute)
    for (let turns = 0; turns < 300; turns += 1) {
      await live(keepWarmEvery)
      expect(crowd.filter((userId) => !profiles.lapsesWithin(userId, 0))).toEqual(crowd.slice(0, 20))
    }
    expect(mostWithinAMinute('users.info')).toBeLessThanOrEqual(30)
    expect(mostWithinAMinute('usergroups.users.list')).toBeLessThanOrEqual(6)
    expect(mostWithinAMinute('usergroups.list')).toBeLessThanOrEqual(6)
    expect(new Set(keysOf('usergroups.users.list'))).toEqual(new Set(['S1', 'S2', 'S3']))
  })

  it('uses a third of each process’s share if there are several', async () => {
    const { warmth, live, mostWithinAMinute } = openWithAnswers({ members: crowd, replicas: 3 })
    warmth.keepWarm(poolOf({ groups: ['S1', 'S2', 'S3'] }))
    await live(5 * minute)
    expect(mostWithinAMinute('users.info')).toBeLessThanOrEqual(10)
    expect(mostWithinAMinute('usergroups.users.list')).toBeLessThanOrEqual(2)
  })

  it('begins with the most recent deciders and leaves out people who are no longer approvers', async () => {
    const { warmth, live, keysOf, profiles } = openWithAnswers({ members: crowd, replicas: 3 })
    for (const userId of [...crowd, 'U0EVE']) warmth.decided(userId)
    warmth.decided('U7')
    warmth.keepWarm(poolOf({ groups: ['S1'] }))
    await live(minute)
    expect(keysOf('users.info').slice(0, 6)).toEqual(['U7', 'U40', 'U39', 'U38', 'U37', 'U1'])
    for (let turns = 0; turns < 200; turns += 1) {
      await live(keepWarmEvery)
      expect(profiles.lapsesWithin('U7', 0)).toBe(false)
    }
    expect(new Set(keysOf('users.info'))).toEqual(new Set(['U7', 'U40', 'U39', 'U38', 'U37', 'U1']))
  })
})

describe('a click', () => {
  it('never waits for what was asked ahead of it', async () => {
    const { slack, ada, profiles, warmth, asked } = await openWithSlack()
    slack.fail('users.info', { kind: 'hang' })
    warmth.keepWarm(poolOf({ users: [ada] }))
    let isOver = false
    const turn = warmth.turn(signal).finally(() => {
      isOver = true
    })
    await slack.waitFor('the question', () => asked()[2] === 1)
    expect((await profiles.get(ada)).userId).toBe(ada)
    expect(isOver).toBe(false)
    expect(asked()[2]).toBe(2)
    await slack.goDown()
    await turn
  })

  it('uses what is known while it is being refreshed', async () => {
    const { slack, clock, ada, profiles, warmth, asked } = await openWithSlack()
    warmth.keepWarm(poolOf({ users: [ada] }))
    await warmth.turn(signal)
    await clock.advance(55_000)
    slack.fail('users.info', { kind: 'slow', ms: 200 })
    const turn = warmth.turn(signal)
    await slack.waitFor('the question', () => asked()[2] === 2)
    await profiles.get(ada)
    await turn
    expect(asked()[2]).toBe(2)
  })

  it('by someone who was removed while the group was being refreshed is no approver’s', async () => {
    const { slack, clock, bob, group, groups, warmth, asked } = await openWithSlack()
    warmth.keepWarm(poolOf({ groups: [group] }))
    await warmth.turn(signal)
    await clock.advance(55_000)
    slack.fail('usergroups.users.list', { kind: 'slow', ms: 200 })
    const turn = warmth.turn(signal)
    await slack.waitFor('the question', () => asked()[1] === 2)
    groups.removed(group, [bob])
    expect(await groups.has(group, bob)).toBe(false)
    await turn
    expect(await groups.has(group, bob)).toBe(false)
  })
})

describe('what Slack does not answer', () => {
  it('is left alone for a minute and holds up nobody else', async () => {
    const { warmth, broken, live, keysOf, log } = openWithAnswers({ members: ['U1', 'U2', 'U3'] })
    for (const key of ['S0', 'U1']) broken.add(key)
    warmth.keepWarm(poolOf({ groups: ['S0', 'S1'] }))
    await live(minute)
    expect(keysOf('usergroups.users.list')).toEqual(['S0', 'S1'])
    expect(keysOf('users.info')).toEqual(['U1', 'U2', 'U3'])
    expect(log.lines.every(({ level }) => level === 'debug')).toBe(true)

    broken.clear()
    await live(20_000)
    expect(keysOf('usergroups.users.list').slice(2)).toContain('S0')
    expect(keysOf('users.info').slice(3)).toContain('U1')
  })

  it('does not keep the bot from stopping', async () => {
    const { slack, ada, warmth, asked } = await openWithSlack()
    slack.fail('users.info', { kind: 'hang' })
    warmth.keepWarm(poolOf({ users: [ada] }))
    const stopping = new AbortController()
    const turn = warmth.turn(stopping.signal)
    await slack.waitFor('the question', () => asked()[2] === 1)
    stopping.abort()
    await turn
  })
})
