import { expect, test } from 'vitest'
import { judgeAudit } from './honest-audit.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

const seen = {
  id: 'event 3',
  at: 500,
  kind: 'seen-gone',
  sub: 'ben',
  pool_id: 'eu-west-1_Pool',
  round_id: 'round ben',
  click_id: null,
  user_id: null,
  entitlement: null,
  outcome: { kind: 'gone' },
  content_hash: null,
  seq: null,
  chain_hash: null,
}

test('one event for each click’s end is right', () => {
  expect(judgeAudit(perfectWorld())).toEqual([])
})

test('a missing event and a second event for one end are caught', () => {
  const none = withRows(() => ({ audit_events: [] }))
  expect(judgeAudit(none)).toContainEqual('Click click 1 should have 1 audit events, but has 0.')
  const twice = withRows(({ audit_events }) => ({ audit_events: [...audit_events, ...audit_events] }))
  expect(judgeAudit(twice)).toContainEqual('Click click 2 should have 1 audit events, but has 2.')
})

test('an event about a click that nobody made is caught', () => {
  expect(judgeAudit({ ...perfectWorld(), deeds: [] })).toContainEqual(
    expect.stringContaining('who made no such click'),
  )
  const unknown = withRows(() => ({ clicks: [] }))
  expect(judgeAudit(unknown)).toContainEqual(expect.stringContaining('names a click that does not exist'))
})

test('an event that disagrees with its click’s end is caught', () => {
  const world = withRows(({ audit_events }) => ({
    audit_events: audit_events.map((event) => ({ ...event, kind: 'click-late' })),
  }))
  expect(judgeAudit(world)).toContainEqual(expect.stringContaining('says click-late'))
})

test('a decision that does not say why it was allowed is caught', () => {
  const world = withRows(({ audit_events }) => ({
    audit_events: audit_events.map((event) => ({ ...event, entitlement: null })),
  }))
  expect(judgeAudit(world)).toEqual(['Audit event event 1 does not say why UADA was allowed to decide.'])
})

test('a change seen outside that never happened is caught', () => {
  const world = withRows(({ audit_events }) => ({ audit_events: [...audit_events, seen] }))
  expect(judgeAudit(world)).toEqual([expect.stringContaining('says seen-gone of ben, which never happened')])
})

test('a round whose ending disagrees with Cognito is caught', () => {
  const { confirmations } = perfectWorld()
  const nobody = { ...perfectWorld(), confirmations: [] }
  expect(judgeAudit(nobody)).toContainEqual('The store says that mia was confirmed, but Cognito does not.')
  const bob = {
    ...perfectWorld(),
    confirmations: confirmations.map((one) => ({ ...one, approvedBy: 'UBOB' })),
  }
  expect(judgeAudit(bob)).toContainEqual('The store says that UADA approved mia, but it was UBOB.')
  const state = { kind: 'settled', ending: { kind: 'confirmed-elsewhere' } }
  const elsewhere = withRows(({ rounds }) => ({ rounds: rounds.map((row) => ({ ...row, state })) }))
  expect(judgeAudit(elsewhere)).toContainEqual(expect.stringContaining('but it was UADA’s approval'))
})

test('a lapse of somebody who has not lapsed is caught', () => {
  const world = withRows(({ audit_events }) => ({
    audit_events: [...audit_events, { ...seen, kind: 'lapsed', outcome: { kind: 'lapsed' } }],
  }))
  expect(judgeAudit(world)).toEqual(['Audit event event 3 says that ben lapsed, who has not.'])
  expect(judgeAudit({ ...world, lapsed: new Map([['ben', 'the store']]) })).toEqual([])
})
