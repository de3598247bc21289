import { describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'

describe('a lease', () => {
  it('is given to one, for a time', async () => {
    const { ledger, clock } = await openStore()
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    clock.advance(14_999)
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    clock.advance(1)
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 2 })
    expect(await ledger.acquireLease('work', 'one', 15_000)).toBeNull()
  })

  it('is kept by whoever holds it, under the same fence', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    for (let times = 0; times < 4; times += 1) {
      clock.advance(10_000)
      expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
    }
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
  })

  it('is kept also after its time, where nobody took it meanwhile', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    clock.advance(60_000)
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 1 })
  })

  it('comes back under a higher fence to whoever lost it', async () => {
    const { ledger, clock } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    clock.advance(15_000)
    await ledger.acquireLease('work', 'other', 15_000)
    clock.advance(15_000)
    expect(await ledger.acquireLease('work', 'one', 15_000)).toEqual({ fence: 3 })
  })

  it('that is given back is free at once, and under a higher fence also for whoever gave it back', async () => {
    const { ledger } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    await ledger.releaseLease('work', 'other')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toBeNull()
    await ledger.releaseLease('work', 'one')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 2 })
    await ledger.releaseLease('work', 'other')
    expect(await ledger.acquireLease('work', 'other', 15_000)).toEqual({ fence: 3 })
  })

  it('of another name is another lease', async () => {
    const { ledger } = await openStore()
    await ledger.acquireLease('work', 'one', 15_000)
    expect(await ledger.acquireLease('other work', 'other', 15_000)).toEqual({ fence: 1 })
  })
})
