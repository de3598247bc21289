import { expect, test } from 'vitest'
import { genesis, link } from '../../../src/domain/audit-chain.ts'
import { sha256 } from '../../../src/store/queries/audit-hash.ts'
import type { Evidence } from '../world/evidence.ts'
import { judgeChain, judgeLinks } from './audit-chain.ts'
import { perfectWorld, withRows } from './perfect-world.ts'

type AuditRow = Evidence['rows']['audit_events'][number]

const storeId = 'a1b2c3d4e5f60718'

/** The events of the perfect world, linked in this order of its clicks, some of them changed. */
function linked(order: readonly string[], change: Partial<AuditRow> = {}): Evidence {
  return withRows(({ audit_events, clicks }) => {
    let hash = genesis(storeId, sha256)
    const events = order.flatMap((clickId, index) => {
      const event = audit_events.find(({ click_id }) => click_id === clickId)
      hash = link(hash, index + 1, 'content', sha256)
      const place = { id: `${storeId}.${index}`, seq: index + 1, content_hash: 'content', chain_hash: hash }
      return event === undefined ? [] : [{ ...event, ...place }]
    })
    const changed = events.map((event, index) => (index === 0 ? { ...event, ...change } : event))
    const later = clicks.map((click, index) => ({
      ...click,
      clicked_at: index * 1000,
      told_at: index * 1000 + 500,
    }))
    return { store: [{ id: storeId }], audit_events: changed, clicks: later }
  })
}

test('events that are linked one after the other, in the order of their clicks, are right', () => {
  expect(judgeChain(perfectWorld())).toEqual([])
  expect(judgeChain(linked(['click 1', 'click 2']))).toEqual([])
  expect(judgeLinks(linked(['click 1', 'click 2']))).toEqual([])
})

test('an event that is not linked, or linked twice, or on nothing, is caught', () => {
  expect(judgeLinks(linked(['click 1', 'click 2'], { seq: null }))).toHaveLength(1)
  for (const change of [{ seq: null }, { seq: 2 }, { chain_hash: 'other' }, { content_hash: 'other' }])
    expect(judgeChain(linked(['click 1', 'click 2'], change))).not.toEqual([])
})

test('an event before one whose end was told when it was asked for is caught', () => {
  expect(judgeChain(linked(['click 2', 'click 1']))).toEqual([
    `Audit event ${storeId}.1 is linked after one that was asked for when its end was told.`,
  ])
})

test('an approval may stop counting long after its click has ended', () => {
  const lost = linked(['click 2', 'click 1'])
  const events = lost.rows.audit_events.map((one) => ({ ...one, kind: 'approval-lost-right' }))
  expect(judgeChain({ ...lost, rows: { ...lost.rows, audit_events: events } })).toEqual([])
})

test('nothing is concluded from times before and after the clock was set back', () => {
  const order = linked(['click 2', 'click 1'])
  const { rows } = order
  const dated = (ats: readonly number[]) =>
    rows.audit_events.map((event, index) => ({ ...event, at: ats[index] ?? 0 }))
  const judged = (ats: readonly number[]) =>
    judgeChain({ ...order, rows: { ...rows, audit_events: dated(ats) } })
  expect(judged([1400, 400])).toHaveLength(1)
  expect(judged([121_400, 400])).toEqual([])
  // It was told after that.
  expect(judged([1400, 1450])).toEqual([])
})
