import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import {
  ada,
  auditLog,
  bob,
  claimedClick,
  entryOf,
  newClick,
  settlement,
  tooBusy,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore } from './open-store.ts'

const unchecked: ClickEnd = { kind: 'unchecked', because: { kind: 'no-answer' } }

describe('a click', () => {
  it('is written down with the time of the store', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    const written = await store.ledger.writeDown(fresh)
    expect(written?.click).toMatchObject({ ...fresh, at: store.clock.now() })
    expect(await store.ledger.unended()).toMatchObject([{ click: fresh, holdsClaim: false, ageMs: 0 }])
  })

  it('is written down once, however often Slack delivers it', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    await store.ledger.writeDown(fresh)
    expect(await store.ledger.writeDown({ ...fresh, slackRequestId: 'another envelope' })).toBeNull()
    expect(await store.ledger.unended()).toHaveLength(1)
  })

  it('is not superseded by another delivery of itself', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const fresh = newClick(roundId)
    await store.ledger.writeDown(fresh)
    await store.ledger.writeDown(fresh)
    expect(await auditLog(store)).toEqual([])
  })

  it('on an unknown round is written down and can be ended', async () => {
    const store = await openStore()
    const { id } = await writtenClick(store, 'a lost round')
    expect(await store.ledger.entry('a lost round')).toBeNull()
    expect(await store.ledger.claim(id, 'a lost round', 'process 1')).toEqual({ kind: 'ended' })
    expect(await store.ledger.end(id, { kind: 'unknown-round' }, null)).toBe(true)
    expect(await auditLog(store)).toMatchObject([
      { kind: 'click-unknown-round', round: 'a lost round', click: id, by: 'U0ADA', sub: null, pool: null },
    ])
    expect(await store.ledger.unended()).toEqual([])
  })

  it('ends once, with one audit event that says who clicked, from where, and by which request', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id, slackRequestId } = await writtenClick(store, roundId)
    expect(await store.ledger.end(id, { kind: 'refused', because: 'guest' }, null)).toBe(true)
    expect(await store.ledger.end(id, unchecked, null)).toBe(false)
    expect(await store.ledger.end('no click', unchecked, null)).toBe(false)
    expect(await auditLog(store)).toMatchObject([
      { kind: 'click-refused', click: id, by: ada.userId, team: ada.teamId, slack: slackRequestId },
    ])
  })

  it('that holds the claim ends only with its claim', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    expect(await store.ledger.end(claim.clickId, unchecked, null)).toBe(false)
    expect(await store.ledger.settle(settlement(store, claim))).not.toBeNull()
    expect((await auditLog(store)).map(({ kind }) => kind)).toEqual(['click-confirmed'])
  })

  it('that ends unclaimed puts its failure on a waiting card, and leaves a claimed one alone', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const first = await writtenClick(store, roundId)
    await store.ledger.end(first.id, { kind: 'expired' }, tooBusy(store))
    const { state } = (await entryOf(store, roundId)).round
    expect(state).toEqual({ kind: 'waiting', failure: tooBusy(store) })

    const second = await writtenClick(store, roundId)
    await claimedClick(store, roundId, bob)
    const before = await entryOf(store, roundId)
    expect(await store.ledger.end(second.id, { kind: 'expired' }, tooBusy(store))).toBe(true)
    expect(await entryOf(store, roundId)).toEqual(before)
  })
})

describe('a newer click of the same person', () => {
  it('supersedes the older one, which has its end and its audit event', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const older = await writtenClick(store, roundId)
    const newer = await writtenClick(store, roundId)
    expect((await store.ledger.unended()).map(({ click }) => click.id)).toEqual([newer.id])
    expect(await auditLog(store)).toMatchObject([{ kind: 'click-superseded', click: older.id }])
    expect(await store.ledger.claim(older.id, roundId, 'process 1')).toEqual({ kind: 'ended' })
    expect(await store.ledger.untold()).toEqual([])
  })

  it('leaves alone the one that holds the claim', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    await writtenClick(store, roundId)
    expect(await auditLog(store)).toEqual([])
    expect(await store.ledger.settle(settlement(store, claim))).not.toBeNull()
  })

  it('leaves alone the clicks of others and on other rounds', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await writtenClick(store, roundId, { by: bob })
    await writtenClick(store, 'another round', { by: ada })
    await writtenClick(store, roundId, { by: ada })
    expect(await auditLog(store)).toEqual([])
    expect(await store.ledger.unended()).toHaveLength(3)
  })

  it('is not written down if the older one could not be ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const older = await writtenClick(store, roundId)
    store.repeatIdAfter(1)
    await expect(store.ledger.writeDown(newClick(roundId))).rejects.toThrow(/unique/i)
    expect((await store.ledger.unended()).map(({ click }) => click.id)).toEqual([older.id])
  })
})

describe('a transaction that fails in its middle leaves nothing behind', () => {
  it('when a round is settled', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const claim = await claimedClick(store, roundId)
    const before = await entryOf(store, roundId)
    store.repeatIdAfter(0)
    await expect(store.ledger.settle(settlement(store, claim))).rejects.toThrow(/unique/i)
    expect(await entryOf(store, roundId)).toEqual(before)
    expect(await store.ledger.unended()).toMatchObject([{ click: { id: claim.clickId }, holdsClaim: true }])
    expect(await auditLog(store)).toEqual([])
  })

  it('when a click is ended', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const { id } = await writtenClick(store, roundId)
    store.repeatIdAfter(0)
    await expect(store.ledger.end(id, { kind: 'expired' }, tooBusy(store))).rejects.toThrow(/unique/i)
    expect(await store.ledger.unended()).toHaveLength(1)
    expect((await entryOf(store, roundId)).round.version).toBe(1)
  })
})
