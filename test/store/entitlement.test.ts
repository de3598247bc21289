// Why somebody was allowed to decide, in the audit log; and who the approvers were.
import { describe, expect, it } from 'vitest'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import { ada, bob, giveBack, poolId, settlement, waitingRound, writtenClick } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const byGroup: Entitlement = {
  through: { kind: 'group', group: '@approvers', id: 'S1', readAt: new Date('2026-05-01T11:59:30Z') },
  asked: 'button',
  personal: { name: 'Ada', userName: 'grace', shown: { email: 'grace@example.com' } },
}

async function events({ database }: Store) {
  const rows = await database
    .selectFrom('audit_events')
    .selectAll()
    .where('kind', '<>', 'seed')
    .orderBy('at')
    .execute()
  return rows.map(({ kind, entitlement }) => [kind, entitlement])
}

/** Ada holds the claim on Grace's round, through a group. */
async function claimed() {
  const store = await openStore()
  const { roundId } = await waitingRound(store)
  const { id: clickId } = await writtenClick(store, roundId)
  const claim = await store.ledger.claim(clickId, roundId, 'process 1', byGroup)
  if (claim.kind !== 'claimed') throw new Error('Not claimed')
  return { store, claim: { roundId, clickId, fence: claim.fence, attemptId: claim.attempt?.id ?? '' } }
}

describe('the event of a decision says why it was allowed', () => {
  it('when the round is settled', async () => {
    const { store, claim } = await claimed()
    await store.ledger.settle(settlement(store, claim))
    expect(await events(store)).toEqual([['click-confirmed', JSON.stringify(byGroup)]])
  })

  it('when it failed', async () => {
    const { store, claim } = await claimed()
    await store.ledger.release(giveBack(store, claim))
    expect(await events(store)).toEqual([['click-failed', JSON.stringify(byGroup)]])
  })

  it('when another process took over the claim of one that died', async () => {
    const { store, claim } = await claimed()
    const fence = (await store.ledger.takeOver(claim.roundId, 'process 2', true)) ?? 0
    await store.ledger.settle(settlement(store, { ...claim, fence }))
    expect(await events(store)).toEqual([['click-confirmed', JSON.stringify(byGroup)]])
  })

  it('when somebody else was first; and a refusal has no such grounds', async () => {
    const { store, claim } = await claimed()
    const his = await writtenClick(store, claim.roundId, { by: bob })
    const late = { kind: 'late', first: ada, ending: null } as const
    await store.ledger.end(his.id, late, null, claim.roundId, byGroup)
    store.clock.advance(1)
    const other = await writtenClick(store, claim.roundId, { by: bob })
    await store.ledger.end(other.id, { kind: 'refused', because: 'not-an-approver' }, null)
    expect(await events(store)).toEqual([
      ['click-late', JSON.stringify(byGroup)],
      ['click-refused', null],
    ])
  })
})

describe('the configured approvers', () => {
  const approvers = { groups: ['@b', '@a'], users: ['U1'] }

  it('are written down at the first start; in another order they are the same', async () => {
    const store = await openStore()
    expect(await store.ledger.noteApprovers([{ id: poolId, approvers }])).toEqual([])
    const reordered = { ...approvers, groups: ['@a', '@b'] }
    expect(await store.ledger.noteApprovers([{ id: poolId, approvers: reordered }])).toEqual([])
    expect(await events(store)).toEqual([])
  })

  it('that changed are an event that names those before and after, once', async () => {
    const store = await openStore()
    await store.ledger.noteApprovers([{ id: poolId, approvers }])
    const after = { groups: ['@a'], users: ['U1', 'U2'] }
    expect(await store.ledger.noteApprovers([{ id: poolId, approvers: after }])).toEqual([poolId])
    expect(await store.ledger.noteApprovers([{ id: poolId, approvers: after }])).toEqual([])
    const [event] = await store.database
      .selectFrom('audit_events')
      .selectAll()
      .where('kind', '=', 'approvers-changed')
      .execute()
    expect(event).toMatchObject({ pool_id: poolId, user_id: null, sub: null })
    expect(JSON.parse(event?.outcome ?? '')).toEqual({
      kind: 'approvers-changed',
      before: { groups: ['@a', '@b'], users: ['U1'] },
      after,
    })
  })
})
