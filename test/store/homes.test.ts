// App Home: who waits, page by page, in a stable order; what was decided lately; and what was published for whom.
import { describe, expect, it } from 'vitest'
import type { ClickEnd } from '../../src/domain/click.ts'
import { firstLook, type HomeFacts, type HomeLook, type HomeTurn, turnedTo } from '../../src/domain/home.ts'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import { testPool } from '../support/pool.ts'
import { ada, bob, claimedClick, grace, poolId, settlement, writtenClick } from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const rules = evidenceRules(testPool())
const otherPool = 'eu-west-1_TestPool2'
const own = [{ poolId, evidenceRules: rules }]
const both = [...own, { poolId: otherPool, evidenceRules: rules }]
const minute = 60_000

/** So many sign-ups, a minute apart, the first named 1. */
async function signUps(
  store: Store,
  count: number,
  change: { email?: string; inPool?: string; from?: number } = {},
) {
  const { email = 'acme.example', inPool = poolId, from = 1 } = change
  await store.ledger.record(
    Array.from({ length: count }, (_, index) => {
      const name = String(from + index)
      return grace({
        poolId: inPool,
        sub: `sub-${name}`,
        userName: name,
        signedUpAt: new Date(Date.UTC(2026, 3, 30) + (from + index) * minute),
        attributes: { email: `${name}@${email}` },
      })
    }),
  )
}

async function look({ ledger }: Store, asked: Partial<HomeLook> = {}, pools = own): Promise<HomeFacts> {
  return (await ledger.readHome(ada.userId, pools, { ...firstLook, ...asked })).facts
}

function turn(
  store: Store,
  facts: HomeFacts,
  kind: 'next' | 'previous' | 'first',
  pools = own,
): Promise<HomeFacts> {
  const [first, last] = [facts.entries[0]?.place ?? null, facts.entries.at(-1)?.place ?? null]
  const asked: HomeTurn = { kind }
  return look(store, turnedTo({ look: facts.look, first, last }, asked), pools)
}

/** A few at a time, until nobody is left. */
async function countAll({ ledger }: Store): Promise<void> {
  while ((await ledger.countWarnings(poolId, rules)) > 0);
}

function namesIn({ entries }: HomeFacts): readonly number[] {
  return entries.map(({ signUp }) => Number(signUp.userName))
}

function numbers(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

async function roundOf({ ledger }: Store, name: number, inPool = poolId): Promise<string> {
  const round = (await ledger.waiting(inPool)).find(({ sub }) => sub === `sub-${name}`)
  if (round === undefined) throw new Error(`${name} is not waiting`)
  return round.roundId
}

async function approve(store: Store, name: number, by = ada, inPool = poolId): Promise<void> {
  await store.ledger.settle(
    settlement(store, await claimedClick(store, await roundOf(store, name, inPool), by), by),
  )
}

async function deny(store: Store, name: number): Promise<void> {
  const roundId = await roundOf(store, name)
  const request = { kind: 'deny', roundId, reason: 'Other', note: null, onDeny: 'keep' } as const
  const { id: clickId } = await writtenClick(store, roundId, { request, by: bob })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1')
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  const account = { kind: 'kept' } as const
  const ending = {
    kind: 'denied',
    by: bob,
    reason: 'Other',
    note: null,
    at: store.clock.now(),
    account,
  } as const
  const end: ClickEnd = { kind: 'denied', ending }
  await store.ledger.settle({
    roundId,
    clickId,
    fence: claim.fence,
    ending,
    end,
    answered: null,
    awsRequestId: null,
  })
}

describe('who waits', () => {
  it('is on one page each, longest first, whoever is decided meanwhile', async () => {
    const store = await openStore()
    await signUps(store, 65)
    const first = await look(store)
    expect(namesIn(first)).toEqual(numbers(1, 20))
    expect(first).toMatchObject({ total: 65, hasPrevious: false, hasNext: true, look: { page: null } })
    await approve(store, 3)
    await approve(store, 21)
    const second = await turn(store, first, 'next')
    expect(namesIn(second)).toEqual(numbers(22, 41))
    await approve(store, 41)
    const third = await turn(store, second, 'next')
    expect(namesIn(third)).toEqual(numbers(42, 61))
    const fourth = await turn(store, third, 'next')
    expect(namesIn(fourth)).toEqual(numbers(62, 65))
    expect(fourth).toMatchObject({
      total: 62,
      hasPrevious: true,
      hasNext: false,
      look: { page: { number: 4 } },
    })
    const back = await turn(store, fourth, 'previous')
    expect(namesIn(back)).toEqual(numbers(42, 61))
    expect(namesIn(await turn(store, back, 'previous'))).toEqual([20, ...numbers(22, 40)])
  })

  it('is the first page again if everybody on a page is decided', async () => {
    const store = await openStore()
    await signUps(store, 22)
    const second = await turn(store, await look(store), 'next')
    await approve(store, 21)
    await approve(store, 22)
    const again = await look(store, second.look)
    expect(namesIn(again)).toEqual(numbers(1, 20))
    expect(again).toMatchObject({ look: { page: null }, hasNext: false, hasPrevious: false })
  })

  it('with the most warnings comes first, then whoever waits longest, on every page', async () => {
    const store = await openStore()
    await signUps(store, 25)
    await signUps(store, 10, { email: 'mailinator.com', from: 31 })
    await countAll(store)
    const first = await look(store, { order: 'warnings' })
    expect(namesIn(first)).toEqual([...numbers(31, 40), ...numbers(1, 10)])
    const second = await turn(store, first, 'next')
    expect(namesIn(second)).toEqual(numbers(11, 25))
    expect(namesIn(await turn(store, second, 'previous'))).toEqual(namesIn(first))
    expect(first.entries[0]?.round.evidence).toMatchObject({ standing: 'throw-away' })
  })

  it('of whom nobody has counted the warnings yet comes last, and is counted', async () => {
    const store = await openStore()
    await signUps(store, 30, { email: 'mailinator.com' })
    await countAll(store)
    await signUps(store, 1, { email: 'mailinator.com', from: 100 })
    const before = await look(store, { order: 'warnings' })
    expect(before.entries.at(-1)?.place.warnings).toBe(1)
    expect(await store.ledger.countWarnings(poolId, rules)).toBe(1)
    expect(await store.ledger.countWarnings(poolId, rules)).toBe(0)
  })

  it('can be looked at by the exact host, in either order, and by pool', async () => {
    const store = await openStore()
    await signUps(store, 30)
    await signUps(store, 3, { email: 'sub.acme.example', from: 31 })
    await signUps(store, 2, { inPool: otherPool, from: 41 })
    await countAll(store)
    const host = 'acme.example'
    const first = await look(store, { host }, both)
    expect(namesIn(first)).toEqual(numbers(1, 20))
    expect(first.total).toBe(32)
    expect(namesIn(await turn(store, first, 'next', both))).toEqual([...numbers(21, 30), 41, 42])
    expect(first.hosts).toEqual([
      { host, count: 32 },
      { host: 'sub.acme.example', count: 3 },
    ])
    const byWarnings = await look(store, { host, order: 'warnings', poolId: otherPool }, both)
    expect(namesIn(byWarnings)).toEqual([41, 42])
    expect(byWarnings.hosts).toEqual([{ host, count: 2 }])
    expect(byWarnings.waiting).toMatchObject([
      { poolId, count: 33, since: new Date(Date.UTC(2026, 3, 30) + minute) },
      { poolId: otherPool, count: 2 },
    ])
  })

  it('in a pool that is not theirs is not told of, whatever they ask for', async () => {
    const store = await openStore()
    await signUps(store, 1)
    await signUps(store, 2, { inPool: otherPool, from: 41 })
    await approve(store, 41, ada, otherPool)
    const facts = await look(store, { poolId: otherPool })
    expect(facts).toMatchObject({
      look: { poolId: null },
      waiting: [{ poolId, count: 1 }],
      total: 1,
      hosts: [{ count: 1 }],
      decided: { day: {}, week: {}, last: [] },
    })
    expect(namesIn(facts)).toEqual([1])
  })

  it('counts under their new host, and is counted anew, once their address has changed', async () => {
    const store = await openStore()
    await signUps(store, 1)
    await countAll(store)
    await signUps(store, 1, { email: 'mailinator.com' })
    expect(namesIn(await look(store, { host: 'mailinator.com' }))).toEqual([1])
    expect(namesIn(await look(store, { host: 'acme.example' }))).toEqual([])
    expect(await store.ledger.countWarnings(poolId, rules)).toBe(1)
    expect((await look(store)).entries[0]?.place.warnings).toBe(1)
  })

  it('is still there while somebody’s decision is carried out', async () => {
    const store = await openStore()
    await signUps(store, 2)
    await claimedClick(store, await roundOf(store, 1))
    expect(namesIn(await look(store))).toEqual([1, 2])
  })
})

it('tells what was decided in 24 hours and in 7 days, and the last few', async () => {
  const store = await openStore()
  await signUps(store, 10)
  await approve(store, 1)
  store.clock.advance(8 * 24 * 60 * minute)
  await approve(store, 2)
  await deny(store, 3)
  store.clock.advance(2 * 24 * 60 * minute)
  for (const name of [4, 5, 6, 7]) {
    store.clock.advance(1000)
    await approve(store, name, bob)
  }
  const { decided } = await look(store)
  expect(decided.day).toEqual({ confirmed: 4 })
  expect(decided.week).toEqual({ confirmed: 5, denied: 1 })
  expect(decided.last.map(({ entry, by, outcome }) => [entry.signUp.userName, by.userId, outcome])).toEqual([
    ['7', bob.userId, 'confirmed'],
    ['6', bob.userId, 'confirmed'],
    ['5', bob.userId, 'confirmed'],
    ['4', bob.userId, 'confirmed'],
    expect.arrayContaining([expect.stringMatching(/^[23]$/)]),
  ])
})

describe('what was published', () => {
  it('is one row a person: as of when it was read, and when they looked last', async () => {
    const store = await openStore()
    const { ledger, clock } = store
    const seenAt = clock.now()
    const home = { person: ada, look: firstLook, hash: 'h1', drawn: 'd1', readAt: clock.now() }
    await ledger.noteHome(home, true)
    clock.advance(minute)
    const renewed = { ...home, hash: 'h2', readAt: clock.now(), look: { ...firstLook, host: 'acme.example' } }
    await ledger.noteHome(renewed, false)
    expect(await ledger.publishedHome(ada.userId)).toEqual({ ...renewed, seenAt })
    expect((await ledger.readHome(ada.userId, own, firstLook)).published).toEqual({ ...renewed, seenAt })
    await ledger.noteHomeSeen(ada.userId)
    const { homes, now } = await ledger.publishedHomes()
    expect(homes).toEqual([{ ...renewed, seenAt: clock.now() }])
    expect(now).toEqual(clock.now())
  })

  it('is forgotten, unless something was published meanwhile', async () => {
    const { ledger, clock } = await openStore()
    const readAt = clock.now()
    await ledger.noteHome({ person: ada, look: firstLook, hash: null, drawn: '', readAt }, true)
    await ledger.forgetHome(ada.userId, new Date(readAt.getTime() - 1))
    expect(await ledger.publishedHome(ada.userId)).not.toBeNull()
    await ledger.forgetHome(ada.userId)
    expect(await ledger.publishedHome(ada.userId)).toBeNull()
  })

  it('is behind whatever changed a round last: a new one, a claim, an ending', async () => {
    const store = await openStore()
    const { ledger, clock } = store
    const changedAt = async () => (await ledger.publishedHomes()).changedAt
    expect(await changedAt()).toBeNull()
    await signUps(store, 2)
    expect(await changedAt()).toEqual(clock.now())
    clock.advance(minute)
    await approve(store, 1)
    expect(await changedAt()).toEqual(clock.now())
  })
})
