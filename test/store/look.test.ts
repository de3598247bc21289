// The history of one sign-up: from all its rounds, newest first, page by page, and nothing of others.
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { HistoryPlace } from '../../src/domain/history-place.ts'
import { historyPage, mostCounted } from '../../src/domain/sign-up-history.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  giveBack,
  grace,
  poolId,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

/** So many refusals, several of them at the same moment. */
async function refuse({ database }: Store, count: number, sub = grace().sub): Promise<void> {
  const at = Date.parse('2026-05-02T00:00:00Z')
  const rows = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    at: at + Math.floor(index / 3),
    kind: 'click-refused',
    pool_id: poolId,
    sub,
    round_id: null,
    click_id: null,
    user_id: bob.userId,
    team_id: bob.teamId,
    outcome: JSON.stringify({ kind: 'refused', because: 'not-an-approver' }),
    slack_request_id: null,
    aws_request_id: null,
  }))
  await database.insertInto('audit_events').values(rows).execute()
}

async function pageOf({ ledger }: Store, roundId: string, after: HistoryPlace | null = null) {
  const known = await ledger.details(roundId, after)
  if (known === null) throw new Error('The round is unknown')
  return known.history
}

it('tells calls, decisions and failures of all rounds, newest first, and nothing that only looked', async () => {
  const store = await openStore()
  const { ledger, clock } = store
  const { roundId } = await waitingRound(store)
  const later = () => clock.advance(1000)
  later()
  const failed = await claimedClick(store, roundId)
  later()
  await ledger.release(giveBack(store, failed))
  later()
  const { id } = await writtenClick(store, roundId, { request: { kind: 'open-denial', roundId } })
  const form = { kind: 'deny-form', roundId, onDeny: 'keep', reasons: ['Spam'] } as const
  await ledger.end(id, { kind: 'answered', answer: form }, null, roundId)
  await ledger.noteLook({ signUp: grace(), roundId, by: bob, slackRequestId: 'envelope' })
  later()
  const claim = await claimedClick(store, roundId, bob)
  later()
  await ledger.settle(settlement(store, claim, bob))

  const { events, goesOn, total } = await pageOf(store, roundId)
  expect(events.map(({ happening }) => happening)).toMatchObject([
    { kind: 'ended', by: bob, end: { kind: 'confirmed' } },
    { kind: 'called', by: bob, call: 'confirm', answer: null },
    { kind: 'ended', by: ada, end: { kind: 'failed' } },
    { kind: 'called', by: ada, call: 'confirm' },
    { kind: 'noticed' },
  ])
  expect({ goesOn, total }).toEqual({ goesOn: false, total: 5 })
})

it('gives each of 500 events once, page by page, also those of the same moment', async () => {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  await refuse(store, 500)
  await refuse(store, 5, 'somebody else')
  const seen: string[] = []
  let place: HistoryPlace | null = null
  for (let pages = 1; ; pages += 1) {
    const { events, goesOn, total } = await pageOf(store, roundId, place)
    expect(total).toBe(501)
    seen.push(...events.map((event) => event.place.id))
    if (!goesOn) {
      expect(pages).toBe(Math.ceil(501 / historyPage))
      break
    }
    place = events.at(-1)?.place ?? null
  }
  expect(seen).toHaveLength(501)
  expect(new Set(seen).size).toBe(501)
})

it('counts no further than anybody reads', async () => {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  await refuse(store, mostCounted + 5)
  expect(await pageOf(store, roundId)).toMatchObject({ goesOn: true, total: mostCounted })
})

it('shows the latest round, whichever is asked for, and that another version’s event can’t be read', async () => {
  const store = await openStore()
  const { ledger, database } = store
  const first = await waitingRound(store)
  const claim = await claimedClick(store, first.roundId)
  const ending = { kind: 'disabled', at: store.clock.now() } as const
  await ledger.settle({ ...settlement(store, claim), ending, end: { kind: 'overtaken', ending } })
  await database
    .updateTable('audit_events')
    .set({ outcome: '{"kind":"teleported"}' })
    .where('kind', '=', 'click-overtaken')
    .execute()
  const { version } = (await ledger.details(first.roundId, null))?.entry.round ?? { version: 0 }
  expect(await ledger.reopen({ ...first, version })).toBe(true)
  const known = await ledger.details(first.roundId, null)
  expect(known?.entry.round).toMatchObject({ number: 2, state: { kind: 'waiting' } })
  expect(known?.history.events.map(({ happening }) => happening)).toContainEqual({
    kind: 'unreadable',
    what: 'click-overtaken',
  })
})

it('writes down who looked at whom', async () => {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  await store.ledger.noteLook({ signUp: grace(), roundId, by: bob, slackRequestId: 'envelope 9' })
  expect(await auditLog(store)).toMatchObject([
    {
      kind: 'details-opened',
      pool: poolId,
      sub: grace().sub,
      round: roundId,
      by: bob.userId,
      slack: 'envelope 9',
    },
  ])
  expect(await store.ledger.details('unknown', null)).toBeNull()
})
