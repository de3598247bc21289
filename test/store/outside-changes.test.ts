import { describe, expect, it } from 'vitest'
import type { Ending } from '../../src/domain/round.ts'
import {
  auditLog,
  claimedClick,
  entryOf,
  giveBack,
  grace,
  poolId,
  settlement,
  waitingRound,
} from './arrange.ts'
import { openStore } from './open-store.ts'

const gone: Ending = { kind: 'gone', at: new Date('2026-05-01T12:00:00Z') }

describe('an ending that was seen outside', () => {
  it('settles a waiting round, with an audit event that names nobody', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    expect(await store.ledger.observe(known, gone, 'aws 7')).toBe(true)
    expect((await entryOf(store, known.roundId)).round.state).toEqual({ kind: 'settled', ending: gone })
    expect(await auditLog(store)).toMatchObject([
      { kind: 'seen-gone', round: known.roundId, click: null, by: null, aws: 'aws 7', sub: 'sub-grace' },
    ])
  })

  it('counts only at the version that the scan began with', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    const changed = grace({ attributes: { email: 'grace@example.org' } })
    await store.ledger.record([changed])
    expect(await store.ledger.observe(known, gone, null)).toBe(false)
    expect((await entryOf(store, known.roundId)).round.state.kind).toBe('waiting')
    expect(await auditLog(store)).toEqual([])
  })

  it('does not count if a click came and went meanwhile', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    await store.ledger.release(giveBack(store, await claimedClick(store, known.roundId)))
    expect(await store.ledger.observe(known, gone, null)).toBe(false)
  })

  it('never touches a claimed round, whatever its version', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    const claim = await claimedClick(store, known.roundId)
    const { version } = (await entryOf(store, known.roundId)).round
    expect(await store.ledger.observe({ ...known, version }, gone, null)).toBe(false)
    expect(await store.ledger.settle(settlement(store, claim))).not.toBeNull()
  })

  it('is seen once', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    await store.ledger.observe(known, gone, null)
    const { version } = (await entryOf(store, known.roundId)).round
    expect(await store.ledger.observe({ ...known, version }, gone, null)).toBe(false)
    expect(await auditLog(store)).toHaveLength(1)
  })

  it('leaves nothing behind if its audit event can’t be written', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    store.repeatIdAfter(0)
    await expect(store.ledger.observe(known, gone, null)).rejects.toThrow(/unique/i)
    expect((await entryOf(store, known.roundId)).round).toMatchObject({
      version: 1,
      state: { kind: 'waiting' },
    })
  })

  it('of an unknown round changes nothing', async () => {
    const { ledger } = await openStore()
    const unknown = { roundId: 'round 0', sub: 'sub-0', version: 1 }
    expect(await ledger.observe(unknown, gone, null)).toBe(false)
    expect(await ledger.reopen(unknown)).toBe(false)
  })
})

describe('a user who waits again', () => {
  const settled = async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    await store.ledger.observe(known, gone, null)
    const [again] = (await store.ledger.record([grace()])).settledBefore
    if (again === undefined) throw new Error('Not named as settled before')
    return { store, again }
  }

  it('gets the next round, while the settled one stays settled', async () => {
    const { store, again } = await settled()
    expect(await store.ledger.reopen(again)).toBe(true)
    const [next] = await store.ledger.waiting(poolId)
    expect(next?.roundId).not.toBe(again.roundId)
    expect((await entryOf(store, next?.roundId ?? '')).round).toMatchObject({ number: 2, version: 1 })
    expect((await entryOf(store, again.roundId)).round.state).toEqual({ kind: 'settled', ending: gone })
    expect((await auditLog(store)).map(({ kind }) => kind)).toEqual(['seen-gone', 'seen-waiting-again'])
  })

  it('gets only one next round', async () => {
    const { store, again } = await settled()
    await store.ledger.reopen(again)
    expect(await store.ledger.reopen(again)).toBe(false)
    expect(await store.ledger.waiting(poolId)).toHaveLength(1)
    expect(await store.ledger.record([grace()])).toMatchObject({ settledBefore: [] })
  })

  it('gets none at another version', async () => {
    const { store, again } = await settled()
    expect(await store.ledger.reopen({ ...again, version: again.version - 1 })).toBe(false)
  })

  it('gets none while their round waits or is claimed', async () => {
    const store = await openStore()
    const known = await waitingRound(store)
    expect(await store.ledger.reopen(known)).toBe(false)
    await claimedClick(store, known.roundId)
    const { version } = (await entryOf(store, known.roundId)).round
    expect(await store.ledger.reopen({ ...known, version })).toBe(false)
  })

  it('gets none if the audit event can’t be written', async () => {
    const { store, again } = await settled()
    store.repeatIdAfter(1)
    await expect(store.ledger.reopen(again)).rejects.toThrow(/unique/i)
    expect(await store.ledger.waiting(poolId)).toEqual([])
  })
})

describe('a user whom a round calls confirmed, and who is not', () => {
  const approved = async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const [again] = (await store.ledger.record([grace()])).settledBefore
    if (again === undefined) throw new Error('Not named as settled before')
    return { store, again, said: (await entryOf(store, roundId)).round.state }
  }

  it('is named with when the round was settled, and as what', async () => {
    const { store, again } = await approved()
    expect(again).toMatchObject({ settledAt: store.clock.now(), isConfirmation: true })
    expect(await store.ledger.time()).toEqual(store.clock.now())
  })

  it('gets the next round, while the old one says what was said and what is known', async () => {
    const { store, again, said } = await approved()
    store.clock.advance(60_000)
    expect(await store.ledger.disprove(again, true, 'aws 7')).toBe(true)
    const ending = said.kind === 'settled' ? said.ending : null
    expect((await entryOf(store, again.roundId)).round.state).toEqual({
      kind: 'settled',
      ending: { kind: 'disproved', said: ending, at: store.clock.now(), isEnabled: true },
    })
    const [next] = await store.ledger.waiting(poolId)
    expect((await entryOf(store, next?.roundId ?? '')).round).toMatchObject({ number: 2, version: 1 })
    expect((await auditLog(store)).slice(1)).toMatchObject([
      { kind: 'seen-disproved', round: again.roundId, by: null, aws: 'aws 7' },
      { kind: 'seen-waiting-again', round: again.roundId },
    ])
  })

  it('gets none while they are disabled, and one once they are enabled', async () => {
    const { store, again } = await approved()
    expect(await store.ledger.disprove(again, false, null)).toBe(true)
    expect(await store.ledger.waiting(poolId)).toEqual([])
    const [enabled] = (await store.ledger.record([grace()])).settledBefore
    if (enabled === undefined) throw new Error('Not named as settled before')
    expect(enabled.isConfirmation).toBe(false)
    expect(await store.ledger.reopen(enabled)).toBe(true)
    expect(await store.ledger.waiting(poolId)).toHaveLength(1)
  })

  it('is told so once', async () => {
    const { store, again } = await approved()
    await store.ledger.disprove(again, true, null)
    expect(await store.ledger.disprove(again, true, null)).toBe(false)
    const { version } = (await entryOf(store, again.roundId)).round
    expect(await store.ledger.disprove({ ...again, version }, true, null)).toBe(false)
    expect(await store.ledger.waiting(poolId)).toHaveLength(1)
  })

  it('never gets a new round beside a card that still calls them confirmed', async () => {
    const { store, again } = await approved()
    expect(await store.ledger.reopen(again)).toBe(false)
    expect(await store.ledger.waiting(poolId)).toEqual([])
  })

  it('is told nothing, and gets none, if the audit event can’t be written', async () => {
    const { store, again, said } = await approved()
    store.repeatIdAfter(0)
    await expect(store.ledger.disprove(again, true, null)).rejects.toThrow(/unique/i)
    expect((await entryOf(store, again.roundId)).round.state).toEqual(said)
    expect(await store.ledger.waiting(poolId)).toEqual([])
  })
})
