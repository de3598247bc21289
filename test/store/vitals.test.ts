// What the store tells of itself to whoever watches the bot, and what is counted of its transactions, on each database.
import { expect, it } from 'vitest'
import { counting } from '../../src/store/counting.ts'
import { openLedger } from '../../src/store/open-ledger.ts'
import {
  ada,
  claimedClick,
  grace,
  newClick,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore } from './open-store.ts'

const quiet = { clicks: 0, longest: 0 }

/** The event with which every test's store begins is in the chain. */
async function openEmpty() {
  const store = await openStore()
  await store.ledger.linkSome(null)
  return { ...store, at: store.clock.now() }
}

it('an empty store has nothing that waits, and was never read', async () => {
  const { ledger, at } = await openEmpty()
  expect(await ledger.readVitals([poolId, 'another'])).toEqual({
    pools: [
      { poolId, waiting: 0, longest: 0, scannedAt: null },
      { poolId: 'another', waiting: 0, longest: 0, scannedAt: null },
    ],
    unended: quiet,
    redraws: 0,
    audit: { unlinked: 0, longest: 0, markedAt: at },
  })
  await ledger.answers()
})

it('tells who waits and since when, whether claimed or not, what is unended, and what is to be drawn', async () => {
  const store = await openEmpty()
  const { ledger, clock, at: begunAt } = store
  await ledger.noteRead(poolId, begunAt, null)
  const { roundId } = await waitingRound(store)
  await postedMessage(store)
  clock.advance(60_000)
  await ledger.record([grace({ sub: 'later', userName: 'later' })])
  const claim = await claimedClick(store, roundId)
  clock.advance(5000)
  const [pool] = (await ledger.readVitals([poolId])).pools
  expect(pool).toEqual({ poolId, waiting: 2, longest: 65_000, scannedAt: begunAt })
  expect((await ledger.readVitals([])).unended).toEqual({ clicks: 1, longest: 5000 })

  await ledger.settle(settlement(store, claim))
  clock.advance(2000)
  expect(await ledger.readVitals([poolId])).toEqual({
    pools: [{ poolId, waiting: 1, longest: 7000, scannedAt: begunAt }],
    unended: quiet,
    redraws: 1,
    audit: { unlinked: 1, longest: 2000, markedAt: begunAt },
  })
})

it('counts each end once it is committed, with its pool and how long it took', async () => {
  const store = await openStore()
  const counted: unknown[] = []
  const transact = counting(store.transact, {
    ended: (click) => counted.push(click),
    confirmedOutside: (pool) => counted.push(pool),
  })
  let isFailing = false
  const newId = () => {
    if (isFailing) throw new Error('The transaction fails')
    return crypto.randomUUID()
  }
  const ledger = openLedger({ transact, newId })
  const { roundId } = await waitingRound(store)
  const { id } = await writtenClick(store, roundId)
  store.clock.advance(1500)
  isFailing = true
  await expect(ledger.end(id, { kind: 'expired' }, null)).rejects.toThrow('fails')
  expect(counted).toEqual([])
  isFailing = false
  await ledger.end(id, { kind: 'expired' }, null)
  await ledger.end(id, { kind: 'expired' }, null)
  await ledger.writeDown(newClick('unknown', { by: ada }), 'another click')
  await ledger.end('another click', { kind: 'unknown-round' }, null)
  expect(counted).toEqual([
    { poolId, kind: 'expired', milliseconds: 1500 },
    { poolId: null, kind: 'unknown-round', milliseconds: 0 },
  ])
})

it('counts who was confirmed outside: seen by a poll, or by a click that came too late', async () => {
  const store = await openStore()
  const outside: string[] = []
  const transact = counting(store.transact, {
    ended: () => {},
    confirmedOutside: (pool) => outside.push(pool),
  })
  const ledger = openLedger({ transact, newId: crypto.randomUUID.bind(crypto) })
  const { roundId } = await waitingRound(store)
  const ending = { kind: 'confirmed-elsewhere', status: 'CONFIRMED', at: store.clock.now() } as const
  await ledger.record([grace({ sub: 'later', userName: 'later' }), grace({ sub: 'last', userName: 'last' })])
  const [seen, other] = (await ledger.waiting(poolId)).filter((one) => one.roundId !== roundId)
  if (seen === undefined || other === undefined) throw new Error('Two others wait')
  await ledger.observe(seen, ending, null)
  await ledger.observe(other, { kind: 'gone', at: store.clock.now() }, null)
  expect(outside).toEqual([poolId])
  const claim = await claimedClick(store, roundId)
  await ledger.settle({ ...settlement(store, claim), ending, end: { kind: 'overtaken', ending } })
  expect(outside).toEqual([poolId, poolId])
  const disabled = { ...ending, status: 'CONFIRMED, but disabled', functionError: 'no seat left' }
  const own = await waitingRound(store, grace({ sub: 'own', userName: 'own' }))
  const another = await claimedClick(store, own.roundId)
  const end = { kind: 'overtaken', ending: disabled } as const
  await ledger.settle({ ...settlement(store, another), ending: disabled, end })
  expect(outside).toHaveLength(2)
})
