import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import type { Refusal } from '../../src/domain/may-decide.ts'
import { ada, bob, grace, waitingRound, writtenClick } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const refusal = (because: Refusal = 'not-an-approver'): ClickEnd => ({ kind: 'refused', because })

/** Ends a new click; true if its end is still to be told. */
async function isToBeTold(store: Store, roundId: string, end = refusal(), by = ada): Promise<boolean> {
  const { id } = await writtenClick(store, roundId, { by })
  await store.ledger.end(id, end, null)
  return (await store.ledger.untold(id)).length > 0
}

/** Two sign-ups of one pool and one of another. */
async function openRounds() {
  const store = await openStore()
  const { roundId: first } = await waitingRound(store)
  const { roundId: second } = await waitingRound(store, grace({ sub: 'sub-second' }))
  const { roundId: elsewhere } = await waitingRound(store, grace({ poolId: 'eu-west-1_Other' }))
  return { store, first, second, elsewhere }
}

async function tell(store: Store): Promise<void> {
  for (const { click } of await store.ledger.untold()) await store.ledger.noteTold(click.id)
}

describe('the same refusal to the same person', () => {
  it('counts as told for 30 s after it was told, and is told again then', async () => {
    const { store, first } = await openRounds()
    expect(await isToBeTold(store, first)).toBe(true)
    await tell(store)
    store.clock.advance(29_999)
    expect(await isToBeTold(store, first)).toBe(false)
    store.clock.advance(1)
    expect(await isToBeTold(store, first)).toBe(true)
  })

  it('is told every 30 s to somebody who never stops', async () => {
    const { store, first } = await openRounds()
    let told = 0
    for (let second = 0; second < 120; second += 10) {
      if (await isToBeTold(store, first)) told += 1
      await tell(store)
      store.clock.advance(10_000)
    }
    expect(told).toBe(4)
  })

  it('counts as told while the first one is still to be told, and that one remains', async () => {
    const { store, first } = await openRounds()
    const { id } = await writtenClick(store, first)
    await store.ledger.end(id, refusal(), null)
    store.clock.advance(60_000)
    expect(await isToBeTold(store, first)).toBe(false)
    expect((await store.ledger.untold()).map(({ click }) => click.id)).toEqual([id])
  })

  it('is the same on another card of the pool', async () => {
    const { store, first, second } = await openRounds()
    expect(await isToBeTold(store, first)).toBe(true)
    expect(await isToBeTold(store, second)).toBe(false)
  })

  it('is in the audit log each time', async () => {
    const { store, first } = await openRounds()
    await isToBeTold(store, first)
    await isToBeTold(store, first)
    const events = await store.database.selectFrom('audit_events').select('kind').execute()
    expect(events.filter(({ kind }) => kind === 'click-refused')).toHaveLength(2)
  })
})

describe('another refusal', () => {
  it('is one in another pool, or about none', async () => {
    const { store, first, elsewhere } = await openRounds()
    expect(await isToBeTold(store, first)).toBe(true)
    expect(await isToBeTold(store, elsewhere)).toBe(true)
    expect(await isToBeTold(store, 'an unknown round')).toBe(true)
    expect(await isToBeTold(store, 'another unknown round')).toBe(false)
  })

  it('is one for another reason, or to another person', async () => {
    const { store, first } = await openRounds()
    expect(await isToBeTold(store, first)).toBe(true)
    expect(await isToBeTold(store, first, refusal('guest'))).toBe(true)
    expect(await isToBeTold(store, first, refusal(), bob)).toBe(true)
  })

  it('is one about another sign-up, if the reason lies in the sign-up', async () => {
    const { store, first, second } = await openRounds()
    const own = refusal('own-sign-up')
    expect(await isToBeTold(store, first, own)).toBe(true)
    expect(await isToBeTold(store, second, own)).toBe(true)
    expect(await isToBeTold(store, first, own)).toBe(false)
  })
})

it('what is no refusal is told each time', async () => {
  const { store } = await openRounds()
  for (let time = 0; time < 2; time += 1)
    expect(await isToBeTold(store, 'unknown', { kind: 'unknown-round' })).toBe(true)
})
