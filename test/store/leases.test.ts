import { describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'

describe('a lease', () => {
  it('is given to one holder, for a time', async () => {
    const { ledger, clock } = await openStore()
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    clock.advance(14_999)
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    clock.advance(1)
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 2 })
    expect(await ledger.acquireLease('work', 'one', 15_000)).toBeNull()
  })

  it('is renewed by its holder under the same fence', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    for (let times = 0; times < 4; times += 1) {
      clock.advance(10_000)
      expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
    }
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
  })

  it('is renewed even after its time if nobody took it meanwhile', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    clock.advance(60_000)
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
  })

  it('comes back under a higher fence to a holder that lost it', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    clock.advance(15_000)
    await ledger.acquireLease('work', 'other', 15_000)
    clock.advance(15_000)
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 3 })
  })

  it('that is given up is free at once, and comes back to the same holder under a higher fence', async () => {
    const { ledger } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    await ledger.releaseLease('work', 'other')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    await ledger.releaseLease('work', 'one')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 2 })
    await ledger.releaseLease('work', 'other')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 3 })
  })

  it('with another name is another lease', async () => {
    const { ledger } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    expect(await ledger.acquireLease('other work', 'other', 15_000)).toEqual({ fence: 1 })
  })
})
