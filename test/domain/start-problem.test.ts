import { describe, expect, it } from 'vitest'
import type { Pool } from '../../src/domain/pool.ts'
import { endsStart, poolsOff, type StartProblem } from '../../src/domain/start-problem.ts'

function poolCalled(id: string, approvers: Pool['approvers'] = { groups: ['@a', '@b'], users: [] }): Pool {
  return {
    id,
    region: 'eu-west-1',
    name: id,
    channel: `C${id}`,
    approvers,
    attributes: [],
    clientMetadata: {},
    allowsNoEmail: false,
  }
}

const one = poolCalled('one')
const two = poolCalled('two')
const archived = (pool: Pool): StartProblem => ({
  kind: 'channel-archived',
  name: null,
  pool,
  botName: 'bot',
})
const disabled = (pool: Pool, group: string): StartProblem => ({ kind: 'group-disabled', pool, group })

describe('the start', () => {
  it.each<[string, readonly StartProblem[]]>([
    ['one channel of two is archived', [archived(one)]],
    ['one group of two is disabled', [disabled(one, '@a')]],
    ['all groups of one pool of two are disabled', [disabled(one, '@a'), disabled(one, '@b')]],
  ])('goes on if %s', (_, problems) => {
    expect(endsStart(problems, [one, two])).toBe(false)
  })

  it.each<[string, readonly StartProblem[]]>([
    ['all channels are archived', [archived(one), archived(two)]],
    [
      'one is archived, and the other pool has no approvers',
      [archived(one), { kind: 'nobody-approves', pool: two, members: 0 }],
    ],
    ['something concerns all pools', [archived(one), { kind: 'app-token' }]],
    ['a pool is missing in Cognito', [{ kind: 'pool-missing', pool: one }]],
  ])('ends if %s', (_, problems) => {
    expect(endsStart(problems, [one, two])).toBe(true)
  })

  it('of a single pool goes on while one of its groups is left, and ends without', () => {
    expect(endsStart([disabled(one, '@a')], [one])).toBe(false)
    expect(endsStart([disabled(one, '@a'), disabled(one, '@b')], [one])).toBe(true)
  })
})

it('a pool whose groups are all gone runs with the people that it names', () => {
  const pool = poolCalled('three', { groups: ['@a'], users: ['U1'] })
  expect(poolsOff([{ kind: 'group-unknown', pool, group: '@a' }], [pool]).size).toBe(0)
  expect(poolsOff([{ kind: 'no-user-groups', pool }], [pool]).size).toBe(0)
})
