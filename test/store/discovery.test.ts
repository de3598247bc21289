import { describe, expect, it } from 'vitest'
import { claimedClick, entryOf, grace, poolId, settlement, waitingRound } from './arrange.ts'
import { openStore } from './open-store.ts'

describe('what a poll saw', () => {
  it('is written down once, however often it is seen', async () => {
    const { ledger } = await openStore()
    expect(await ledger.record([grace()])).toEqual({ added: 1, changed: 0, settledBefore: [] })
    expect(await ledger.record([grace()])).toEqual({ added: 0, changed: 0, settledBefore: [] })
    expect(await ledger.waiting(poolId)).toHaveLength(1)
  })

  it('is one sign-up even if a page lists it twice', async () => {
    const { ledger } = await openStore()
    expect(await ledger.record([grace(), grace()])).toMatchObject({ added: 1 })
    expect(await ledger.waiting(poolId)).toHaveLength(1)
  })

  it('keeps what a card shows, and the time of the sign-up', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    expect(await entryOf(store, roundId)).toMatchObject({
      signUp: {
        poolId,
        sub: 'sub-grace',
        userName: 'grace',
        attributes: { email: 'grace@example.com' },
        signedUpAt: new Date('2026-05-01T11:00:00Z'),
        isImitation: false,
      },
      round: { id: roundId, number: 1, version: 1, fence: 0, state: { kind: 'waiting', failure: null } },
    })
  })

  it('raises the card’s version when the user has changed', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const changed = grace({ attributes: { email: 'grace@example.org' } })
    expect(await store.ledger.record([changed])).toMatchObject({ added: 0, changed: 1 })
    expect(await entryOf(store, roundId)).toMatchObject({
      signUp: { attributes: { email: 'grace@example.org' } },
      round: { version: 2 },
    })
  })

  it('is no change if Cognito only lists the attributes in another order', async () => {
    const store = await openStore()
    await waitingRound(store, grace({ attributes: { email: 'grace@example.com', name: 'Grace' } }))
    const other = grace({ attributes: { name: 'Grace', email: 'grace@example.com' } })
    expect(await store.ledger.record([other])).toMatchObject({ changed: 0 })
  })

  it('leaves the card of a settled round as it is and names the round', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await store.ledger.settle(settlement(store, await claimedClick(store, roundId)))
    const before = await entryOf(store, roundId)
    const changed = grace({ attributes: { email: 'grace@example.org' } })
    const { version } = before.round
    expect(await store.ledger.record([changed])).toMatchObject({
      settledBefore: [{ roundId, sub: 'sub-grace', version }],
    })
    expect((await entryOf(store, roundId)).round).toEqual(before.round)
  })

  it('is kept separate by pool', async () => {
    const { ledger } = await openStore()
    await ledger.record([grace(), grace({ poolId: 'eu-west-1_Other' })])
    expect(await ledger.waiting(poolId)).toHaveLength(1)
    expect(await ledger.waiting('eu-west-1_Other')).toHaveLength(1)
  })

  it('is written down whole or not at all', async () => {
    const { ledger, repeatIdAfter } = await openStore()
    repeatIdAfter(0)
    await expect(ledger.record([grace(), grace({ sub: 'sub-2', userName: 'two' })])).rejects.toThrow()
    expect(await ledger.waiting(poolId)).toEqual([])
  })

  it('does not count a claimed round as waiting', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await claimedClick(store, roundId)
    expect(await store.ledger.waiting(poolId)).toEqual([])
  })
})

describe('a sign-up whose user name is the id of another', () => {
  const imitation = grace({ sub: 'sub-mallory', userName: 'sub-grace' })

  it.each([
    ['the false one came last', [grace(), imitation]],
    ['the false one came first', [imitation, grace()]],
  ])('marks both: %s', async (_, [first = grace(), second = grace()]) => {
    const store = await openStore()
    const before = await waitingRound(store, first)
    const after = await waitingRound(store, second)
    for (const { roundId } of [before, after])
      expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
    expect((await entryOf(store, before.roundId)).round.version).toBe(before.version + 1)
  })

  it.each(['SUB-GRACE', 'Sub-Grace', 'ｓｕｂ-ｇｒａｃｅ', 'ſub-grace'])(
    'marks both if a pool that ignores case could take one for the other: %s',
    async (userName) => {
      const store = await openStore()
      const real = await waitingRound(store)
      const impostor = await waitingRound(store, { ...imitation, userName })
      for (const { roundId } of [real, impostor])
        expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
    },
  )

  it('marks both if the user takes such a name only later', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await waitingRound(store, { ...imitation, userName: 'mallory' })
    await store.ledger.record([{ ...imitation, userName: 'SUB-GRACE' }])
    expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
  })

  it('can be written down with the longest name there is', async () => {
    const store = await openStore()
    const longest = { ...imitation, userName: '\uFDFA'.repeat(128) }
    expect(await store.ledger.record([longest])).toMatchObject({ added: 1 })
  })

  it('marks both if one page lists them together', async () => {
    const store = await openStore()
    await store.ledger.record([imitation, grace()])
    for (const { roundId } of await store.ledger.waiting(poolId))
      expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
  })

  it('is harmless once it is gone from the pool, and dangerous again when it is back', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const mallory = await waitingRound(store, imitation)
    const before = await entryOf(store, roundId)
    expect(before.signUp.isImitation).toBe(true)
    expect(await store.ledger.observe(mallory, { kind: 'gone', at: store.clock.now() }, null)).toBe(true)
    const after = await entryOf(store, roundId)
    expect(after.signUp.isImitation).toBe(false)
    expect(after.round.version).toBeGreaterThan(before.round.version)

    const [again] = (await store.ledger.record([imitation])).settledBefore
    if (again !== undefined) await store.ledger.reopen(again)
    expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
  })

  it('stays dangerous if it is only disabled', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    const mallory = await waitingRound(store, imitation)
    await store.ledger.observe(mallory, { kind: 'disabled', at: store.clock.now() }, null)
    expect((await entryOf(store, roundId)).signUp.isImitation).toBe(true)
  })

  it('is harmless in another pool', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await waitingRound(store, { ...imitation, poolId: 'eu-west-1_Other' })
    expect((await entryOf(store, roundId)).signUp.isImitation).toBe(false)
  })

  it('is no imitation if the id is the user’s own', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store, grace({ userName: 'sub-grace' }))
    expect((await entryOf(store, roundId)).signUp.isImitation).toBe(false)
  })
})
