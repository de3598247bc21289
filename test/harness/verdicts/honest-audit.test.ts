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
  outcome: { kind: 'gone' },
}

test('one event for each click’s end is as it must be', () => {
  expect(judgeAudit(perfectWorld())).toEqual([])
})

test('an end without its event, and an event too many, are noticed', () => {
  const none = withRows(() => ({ audit_events: [] }))
  expect(judgeAudit(none)).toContainEqual('Click click 1 should have 1 audit events, and has 0.')
  const twice = withRows(({ audit_events }) => ({ audit_events: [...audit_events, ...audit_events] }))
  expect(judgeAudit(twice)).toContainEqual('Click click 2 should have 1 audit events, and has 2.')
})

test('an event of a click that nobody made is noticed', () => {
  expect(judgeAudit({ ...perfectWorld(), deeds: [] })).toContainEqual(
    expect.stringContaining('who made no such click'),
  )
  const unknown = withRows(() => ({ clicks: [] }))
  expect(judgeAudit(unknown)).toContainEqual(expect.stringContaining('names a click that there is not'))
})

test('an event that tells another end than its click is noticed', () => {
  const world = withRows(({ audit_events }) => ({
    audit_events: audit_events.map((event) => ({ ...event, kind: 'click-late' })),
  }))
  expect(judgeAudit(world)).toContainEqual(expect.stringContaining('says click-late'))
})

test('something seen outside that never was is noticed', () => {
  const world = withRows(({ audit_events }) => ({ audit_events: [...audit_events, seen] }))
  expect(judgeAudit(world)).toEqual([expect.stringContaining('says seen-gone of ben, which never was')])
})

test('a round that ended otherwise than Cognito says is noticed', () => {
  const { confirmations } = perfectWorld()
  const nobody = { ...perfectWorld(), confirmations: [] }
  expect(judgeAudit(nobody)).toContainEqual('The store says that mia was confirmed, and Cognito does not.')
  const bob = {
    ...perfectWorld(),
    confirmations: confirmations.map((one) => ({ ...one, approvedBy: 'UBOB' })),
  }
  expect(judgeAudit(bob)).toContainEqual('The store says that UADA approved mia, and it was UBOB.')
  const state = { kind: 'settled', ending: { kind: 'confirmed-elsewhere' } }
  const elsewhere = withRows(({ rounds }) => ({ rounds: rounds.map((row) => ({ ...row, state })) }))
  expect(judgeAudit(elsewhere)).toContainEqual(expect.stringContaining('and it was UADA’s approval'))
})
