import { describe, expect, it } from 'vitest'
import { claimLease } from '../../src/domain/deadlines.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  confirmedBy,
  entryOf,
  giveBack,
  grace,
  settlement,
  tooBusy,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore } from './open-store.ts'

describe('a claim', () => {
  it('is won by one of two clicks, and the other is told who was first', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const hers = await writtenClick(store, roundId, { by: ada })
    const his = await writtenClick(store, roundId, { by: bob })
    const [first, second] = await Promise.all([
      store.ledger.claim(hers.id, roundId, 'process 1'),
      store.ledger.claim(his.id, roundId, 'process 1'),
    ])
    expect(first).toMatchObject({ kind: 'claimed', fence: 1 })
    expect(second).toEqual({ kind: 'late', first: ada, ending: null })
  })

  it('says who holds it, for how long, under which fence', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { clickId, fence } = await claimedClick(store, roundId)
    const since = store.clock.now()
    const until = new Date(since.getTime() + claimLease)
    expect((await entryOf(store, roundId)).round).toMatchObject({
      fence,
      version: 2,
      state: { kind: 'claimed', claim: { clickId, by: ada, holder: 'process 1', fence, since, until } },
    })
  })

  it('begins together with its first call, which names whoever may have confirmed before', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const hers = await claimedClick(store, roundId, ada)
    await store.ledger.release(giveBack(store, hers))
    store.clock.advance(1000)
    const { id } = await writtenClick(store, roundId, { by: bob })
    const his = await store.ledger.claim(id, roundId, 'process 1')
    expect(his).toMatchObject({
      kind: 'claimed',
      fence: 2,
      signUp: { sub: 'sub-grace' },
      attempt: { unanswered: ada },
    })
    const calls = await store.database
      .selectFrom('attempts')
      .select(['id', 'click_id', 'fence', 'answer'])
      .orderBy('sent_at')
      .execute()
    expect(calls).toEqual([
      { id: hers.attemptId, click_id: hers.clickId, fence: 1, answer: null },
      { id: his.kind === 'claimed' ? his.attempt.id : '', click_id: id, fence: 2, answer: null },
    ])
  })

  it('is not won if its first call can’t be written down', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await writtenClick(store, roundId)
    const before = await entryOf(store, roundId)
    store.clock.advance(1)
    const { attemptId } = await claimedClick(
      store,
      (await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))).roundId,
    )
    store.repeatIdAfter(0)
    const { id: taken } = await store.database
      .selectFrom('audit_events')
      .select('id')
      .where('kind', '=', 'seed')
      .executeTakeFirstOrThrow()
    await store.database.updateTable('attempts').set({ id: taken }).where('id', '=', attemptId).execute()
    await expect(store.ledger.claim(id, roundId, 'process 1')).rejects.toThrow(/unique/i)
    expect(await entryOf(store, roundId)).toEqual(before)
    expect(await store.ledger.unended()).toMatchObject([
      { click: { id }, holdsClaim: false },
      { holdsClaim: true },
    ])
  })

  it('is late for a settled round, and the answer says how the round ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const his = await writtenClick(store, roundId, { by: bob })
    expect(await store.ledger.claim(his.id, roundId, 'process 1')).toEqual({
      kind: 'late',
      first: ada,
      ending: confirmedBy(ada, store.clock.now()),
    })
  })

  it('is answered without a name if the round ended outside', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    const ending = { kind: 'gone', at: store.clock.now() } as const
    await store.ledger.observe(known, ending, null)
    const { id } = await writtenClick(store, known.roundId)
    expect(await store.ledger.claim(id, known.roundId, 'process 1')).toEqual({
      kind: 'late',
      first: null,
      ending,
    })
  })

  it('is not given to a click that has ended or is unknown', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await writtenClick(store, roundId)
    await store.ledger.end(id, { kind: 'unchecked', because: { kind: 'no-answer' } }, null)
    expect(await store.ledger.claim(id, roundId, 'process 1')).toEqual({ kind: 'ended' })
    expect(await store.ledger.claim('no click', roundId, 'process 1')).toEqual({ kind: 'ended' })
    expect((await entryOf(store, roundId)).round.state.kind).toBe('waiting')
  })

  it('can be won again after a failure, under a higher fence', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.release(giveBack(store, await claimedClick(store, roundId)))
    expect((await entryOf(store, roundId)).round.state).toEqual({ kind: 'waiting', failure: tooBusy(store) })
    expect((await claimedClick(store, roundId, bob)).fence).toBe(2)
  })
})

describe('a claim whose holder is dead', () => {
  it('is taken over when its lease is over, and not a moment before', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { clickId } = await claimedClick(store, roundId)
    store.clock.advance(claimLease - 1)
    expect(await store.ledger.takeOver(roundId, 'process 2', false)).toBeNull()
    store.clock.advance(1)
    expect(await store.ledger.takeOver(roundId, 'process 2', false)).toBe(2)
    expect((await entryOf(store, roundId)).round.state).toMatchObject({
      kind: 'claimed',
      claim: { clickId, by: ada, holder: 'process 2', fence: 2, since: store.clock.now() },
    })
  })

  it('is taken over at once by a process that owns the store', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await claimedClick(store, roundId)
    expect(await store.ledger.takeOver(roundId, 'process 2', true)).toBe(2)
  })

  it('has a new lease once it is taken over', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await claimedClick(store, roundId)
    store.clock.advance(claimLease)
    await store.ledger.takeOver(roundId, 'process 2', false)
    store.clock.advance(claimLease - 1)
    expect(await store.ledger.takeOver(roundId, 'process 3', false)).toBeNull()
  })

  it('can’t be taken over if there is none', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    expect(await store.ledger.takeOver(roundId, 'process 2', true)).toBeNull()
    expect(await store.ledger.takeOver('no round', 'process 2', true)).toBeNull()
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    expect(await store.ledger.takeOver(roundId, 'process 2', true)).toBeNull()
  })
})

describe('a holder with an older fence', () => {
  const overtaken = async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const old = await claimedClick(store, roundId)
    await store.ledger.takeOver(roundId, 'process 2', true)
    return { store, old, before: await entryOf(store, roundId) }
  }

  it('can’t settle', async () => {
    const { store, old, before } = await overtaken()
    expect(await store.ledger.settle(settlement(store, old))).toBeNull()
    expect(await entryOf(store, old.roundId)).toEqual(before)
    expect(await auditLog(store)).toEqual([])
  })

  it('can’t release the round', async () => {
    const { store, old, before } = await overtaken()
    expect(await store.ledger.release(giveBack(store, old))).toBeNull()
    expect(await entryOf(store, old.roundId)).toEqual(before)
  })

  it('can’t begin an attempt', async () => {
    const { store, old } = await overtaken()
    expect(await store.ledger.beginAttempt(old)).toBeNull()
    expect(await store.database.selectFrom('attempts').select('id').execute()).toEqual([
      { id: old.attemptId },
    ])
  })

  it('does not keep the newer holder from settling', async () => {
    const { store, old } = await overtaken()
    await store.ledger.settle(settlement(store, old))
    expect(await store.ledger.settle(settlement(store, { ...old, fence: 2 }))).not.toBeNull()
    expect(await store.ledger.settle(settlement(store, { ...old, fence: 2 }))).toBeNull()
    expect((await auditLog(store)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
  })
})
