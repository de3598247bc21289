import { describe, expect, it } from 'vitest'
import type { KnownRound } from '../../src/domain/round.ts'
import type { SeenSignUp } from '../../src/domain/sign-up.ts'
import {
  ada,
  bob,
  claimedClick,
  grace,
  newClick,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const day = 24 * 60 * 60_000
const retention = 400 * day

/** A sign-up with all its rows: approved by Ada, with its card posted. */
async function settledSignUp(store: Store, signUp: SeenSignUp = grace()): Promise<KnownRound> {
  const round = await waitingRound(store, signUp)
  await postedMessage(store, signUp.sub)
  const claim = await claimedClick(store, round.roundId)
  await store.ledger.settle(settlement(store, claim))
  await store.ledger.noteTold(claim.clickId)
  return round
}

/** What is older than this is old. */
const tooOld = ({ clock }: Store) => clock.now().getTime() - retention

/** As the loop does it if Cognito lists no waiting user. */
async function forgetAll(store: Store, memories: ReadonlyMap<string, number> = new Map()): Promise<number> {
  const { ledger } = store
  const { signUps } = await ledger.oldSignUps(tooOld(store), null)
  const { forgotten } = await ledger.forget(
    signUps.map(({ id }) => id),
    tooOld(store),
    memories,
  )
  await ledger.forgetClicks(tooOld(store), null)
  await ledger.linkSome(null)
  await ledger.eraseApplicants(tooOld(store), null)
  await ledger.deleteEvents(tooOld(store), null)
  return forgotten
}

const tables = [
  'sign_ups',
  'rounds',
  'clicks',
  'attempts',
  'messages',
  'message_rounds',
  'audit_events',
] as const

/** How many rows each table has. */
async function rowCounts({ database }: Store) {
  const counts: Partial<Record<(typeof tables)[number], number>> = {}
  for (const table of tables) counts[table] = (await database.selectFrom(table).selectAll().execute()).length
  // One audit event comes from the test store itself, and is as old as can be.
  const events = await database.selectFrom('audit_events').select('kind').execute()
  const own = events.filter(({ kind }) => kind === 'audit-cut' || kind === 'applicants-erased')
  return { ...counts, audit_events: events.length - own.length }
}

const none = Object.fromEntries(tables.map((table) => [table, 0]))

describe('a sign-up that was settled long ago', () => {
  it('leaves with all its rows, and not a moment too soon', async () => {
    const store = await openStore()
    await settledSignUp(store)
    store.clock.advance(retention)
    expect(await forgetAll(store)).toBe(0)
    expect(await rowCounts(store)).toMatchObject({
      sign_ups: 1,
      rounds: 1,
      clicks: 1,
      attempts: 1,
      messages: 1,
    })
    store.clock.advance(1)
    const old = [{ poolId, sub: 'sub-grace' }]
    expect(await store.ledger.oldSignUps(tooOld(store), null)).toMatchObject({ signUps: old, next: null })
    expect(await forgetAll(store)).toBe(1)
    expect(await rowCounts(store)).toEqual(none)
  })

  it('leaves when its last round is old, not its first', async () => {
    const store = await openStore()
    const first = await settledSignUp(store)
    store.clock.advance(retention + 1)
    const [again] = (await store.ledger.record([grace()])).settledBefore
    expect(again?.roundId).toBe(first.roundId)
    if (again !== undefined) await store.ledger.disprove(again, true, null)
    expect(await forgetAll(store)).toBe(0)
    await store.ledger.settle(
      settlement(store, await claimedClick(store, (await waitingRound(store)).roundId)),
    )
    expect(await forgetAll(store)).toBe(0)
    store.clock.advance(retention + 1)
    expect(await forgetAll(store)).toBe(1)
    expect(await rowCounts(store)).toEqual(none)
  })

  it('takes no other sign-up with it', async () => {
    const store = await openStore()
    await settledSignUp(store)
    store.clock.advance(retention + 1)
    await settledSignUp(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    expect(await forgetAll(store)).toBe(1)
    expect(await rowCounts(store)).toEqual({ ...Object.fromEntries(tables.map((table) => [table, 1])) })
    expect(await store.database.selectFrom('sign_ups').select('sub').execute()).toEqual([{ sub: 'sub-hedy' }])
  })

  it('is new if it is seen again', async () => {
    const store = await openStore()
    await settledSignUp(store)
    store.clock.advance(retention + 1)
    await forgetAll(store)
    expect(await store.ledger.record([grace()])).toMatchObject({ added: 1, settledBefore: [] })
  })

  it('leaves a later click on its old card an end that can be told', async () => {
    const store = await openStore()
    const { roundId } = await settledSignUp(store)
    store.clock.advance(retention + 1)
    await forgetAll(store)
    const click = await writtenClick(store, roundId, { by: bob })
    expect(await store.ledger.entry(roundId)).toBeNull()
    expect(await store.ledger.end(click.id, { kind: 'unknown-round' }, null)).toBe(true)
    expect(await store.ledger.untold(click.id)).toMatchObject([
      { end: { kind: 'unknown-round' }, entry: null },
    ])
  })
})

describe('a sign-up stays, however old,', () => {
  it('if it waits or is being decided', async () => {
    const store = await openStore()
    await waitingRound(store)
    const { roundId } = await waitingRound(store, grace({ sub: 'sub-hedy', userName: 'hedy' }))
    await claimedClick(store, roundId)
    store.clock.advance(10 * retention)
    expect(await forgetAll(store)).toBe(0)
    expect(await rowCounts(store)).toMatchObject({ sign_ups: 2, rounds: 2, clicks: 1 })
  })

  it('if a click on it has not ended', async () => {
    const store = await openStore()
    const { roundId } = await settledSignUp(store)
    store.clock.advance(retention + 1)
    const click = await writtenClick(store, roundId, { by: bob })
    expect(await forgetAll(store)).toBe(0)
    await store.ledger.end(click.id, { kind: 'late', first: ada, ending: null }, null)
    expect(await forgetAll(store)).toBe(1)
    expect(await rowCounts(store)).toMatchObject({ sign_ups: 0, clicks: 1, audit_events: 1 })
    store.clock.advance(retention + 1)
    await forgetAll(store)
    expect(await rowCounts(store)).toEqual(none)
  })

  it('if another one can be mistaken for it', async () => {
    const store = await openStore()
    await settledSignUp(store)
    await waitingRound(store, grace({ sub: 'sub-mallory', userName: 'sub-grace' }))
    store.clock.advance(retention + 1)
    expect(await forgetAll(store)).toBe(0)
  })
})

describe('old clicks and audit events about no known sign-up', () => {
  it('leave at their age, but clicks without an end never do', async () => {
    const store = await openStore()
    const ended = await writtenClick(store, 'a lost round')
    await store.ledger.end(ended.id, { kind: 'unknown-round' }, null)
    await store.ledger.writeDown(newClick('a lost round', { by: bob }))
    await forgetAll(store)
    expect(await rowCounts(store)).toMatchObject({ clicks: 2, audit_events: 1 })
    store.clock.advance(retention + 1)
    await forgetAll(store)
    expect(await rowCounts(store)).toMatchObject({ clicks: 1, audit_events: 0 })
  })

  it('leave a hundred at a time, and those about a round that is known stay', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    for (let clicks = 0; clicks < 130; clicks += 1) {
      const { id } = await writtenClick(store, clicks < 110 ? roundId : 'a lost round', {
        by: { userId: `U${clicks}`, teamId: 'T0HOME' },
      })
      await store.ledger.end(id, { kind: 'expired' }, null)
      store.clock.advance(1)
    }
    store.clock.advance(retention + 1)
    const first = await store.ledger.forgetClicks(tooOld(store), null)
    const second = await store.ledger.forgetClicks(tooOld(store), first.next)
    expect(first.forgotten + second.forgotten).toBe(20)
    expect([first.next, second.next]).toEqual([{ at: expect.any(Number), id: expect.any(String) }, null])
    expect(await rowCounts(store)).toMatchObject({ clicks: 110 })
  })
})

it('old sign-ups are read thirty rounds at a time, the oldest first, also past those that stay', async () => {
  const store = await openStore()
  const people = Array.from({ length: 70 }, (_, index) =>
    grace({ sub: `sub-${index}`, userName: `name-${index}` }),
  )
  await store.ledger.record(people)
  for (const round of await store.ledger.waiting(poolId))
    await store.ledger.observe(round, { kind: 'gone', at: store.clock.now() }, null)
  store.clock.advance(retention + 1)
  const read = []
  for (let after = await store.ledger.oldSignUps(tooOld(store), null); ; ) {
    read.push(after.signUps)
    if (after.next === null) break
    // None of these leaves: Cognito may still list them all.
    after = await store.ledger.oldSignUps(tooOld(store), after.next)
  }
  expect(read.map((page) => page.length)).toEqual([30, 30, 10])
  expect(new Set(read.flat().map(({ sub }) => sub)).size).toBe(70)
})
