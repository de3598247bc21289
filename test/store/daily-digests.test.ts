// What happened in a pool is told once a day, through restarts and clocks that are set.
import { describe, expect, it } from 'vitest'
import type { Shown } from '../../src/domain/card-view.ts'
import type { Entitlement } from '../../src/domain/entitlement.ts'
import type { Person } from '../../src/domain/person.ts'
import {
  ada,
  begunPosting,
  bob,
  cardPlace,
  channel,
  claimedClick,
  giveBack,
  grace,
  poolId,
  postedMessage,
  settlement,
  waitingRound,
  writtenClick,
} from './arrange.ts'
import { openStore, type Store } from './open-store.ts'

const hour = 60 * 60_000
const day = 24 * hour
/** The clock stands at 12:00 UTC. */
const noon = { at: 12 * 60, zone: 'UTC' }
const place = { channel, pools: [{ poolId, digest: noon }], isQuiet: () => false }

/** So much time passes on a clock that can be believed. */
async function pass({ clock, ledger }: Store, milliseconds: number): Promise<void> {
  clock.advance(milliseconds)
  await ledger.noteTime(clock.now().getTime(), true)
}

/** A store whose digest of today has been left out, since there was none before. */
async function openDay(): Promise<Store> {
  const store = await openStore()
  await pass(store, 0)
  expect(await store.ledger.planDigest(place)).toBe(false)
  return store
}

function entitled(name: string | null): Entitlement {
  const personal = { name, userName: 'grace', shown: {} }
  return { through: { kind: 'users' }, asked: 'button', personal }
}

async function approved(store: Store, sub: string, by: Person, name: string | null): Promise<void> {
  const { roundId } = await waitingRound(store, grace({ sub, userName: sub }))
  const { id: clickId } = await writtenClick(store, roundId, { by })
  const claim = await store.ledger.claim(clickId, roundId, 'process 1', entitled(name))
  if (claim.kind !== 'claimed') throw new Error(`The claim is ${claim.kind}`)
  const held = { roundId, clickId, fence: claim.fence, attemptId: claim.attempt?.id ?? '' }
  await store.ledger.settle(settlement(store, held, by))
}

function daysIn(shown: Shown | undefined) {
  if (shown?.kind !== 'daily') throw new Error('It is no digest')
  return shown.days
}

describe('a daily digest', () => {
  it('counts who came, who decided, what failed, who lapsed, and who waits since when', async () => {
    const store = await openDay()
    const { ledger, clock } = store
    const since = clock.now()
    clock.advance(hour)
    await approved(store, 's1', ada, 'Ada')
    await approved(store, 's2', ada, 'Ada')
    await approved(store, 's3', bob, null)
    const { roundId } = await waitingRound(store, grace({ sub: 's4', userName: 's4' }))
    const waitingSince = clock.now()
    await ledger.release(giveBack(store, await claimedClick(store, roundId)))
    const known = await waitingRound(store, grace({ sub: 's5', userName: 's5' }))
    await ledger.observe(known, { kind: 'gone', at: clock.now() }, null)
    await pass(store, 23 * hour)
    for (let posted = 1; await ledger.hasUnposted(cardPlace); posted += 1)
      await postedMessage(store, `${posted}.1`)
    expect(await ledger.planDigest(place)).toBe(true)
    expect(daysIn((await begunPosting(store)).shown)).toEqual([
      {
        poolId,
        since,
        came: 5,
        approved: [
          { userId: ada.userId, name: 'Ada', times: 2 },
          { userId: bob.userId, name: null, times: 1 },
        ],
        denied: [],
        undone: [],
        failed: 1,
        lapsed: 0,
        outside: 1,
        waiting: 1,
        waitingSince,
      },
    ])
  })

  it('begins where the last one ended, and counts nothing twice', async () => {
    const store = await openDay()
    await pass(store, day - 1)
    await approved(store, 's1', ada, 'Ada')
    await pass(store, 1)
    await store.ledger.planDigest(place)
    await pass(store, 1)
    await approved(store, 's2', ada, 'Ada')
    await pass(store, day - 1)
    await store.ledger.planDigest(place)
    const rows = await store.database
      .selectFrom('messages')
      .select('facts')
      .where('shows', '=', 'daily')
      .execute()
    const all = rows.map(({ facts }) => JSON.parse(facts ?? '[]'))
    expect(all.flat().map(({ came }) => came)).toEqual([1, 1])
  })

  it('is planned once a day, also where two processes do so at once', async () => {
    const store = await openDay()
    await waitingRound(store)
    await pass(store, day)
    const both = await Promise.all([store.ledger.planDigest(place), store.ledger.planDigest(place)])
    expect(both.filter(Boolean)).toHaveLength(1)
    await pass(store, day - 1)
    expect(await store.ledger.planDigest(place)).toBe(false)
    await pass(store, 1)
    expect(await store.ledger.planDigest(place)).toBe(true)
  })

  it('does not come where nothing happened and nobody waits', async () => {
    const store = await openDay()
    await pass(store, day)
    expect(await store.ledger.planDigest(place)).toBe(false)
  })

  it('waits for the end of quiet hours and for a clock that can be believed; one missed is told by the next', async () => {
    const store = await openDay()
    const since = store.clock.now()
    store.clock.advance(1)
    await waitingRound(store)
    await pass(store, day)
    expect(await store.ledger.planDigest({ ...place, isQuiet: () => true })).toBe(false)
    await store.ledger.noteTime(store.clock.now().getTime(), false)
    expect(await store.ledger.planDigest(place)).toBe(false)
    // By now it would be too late.
    await pass(store, 13 * hour)
    expect(await store.ledger.planDigest(place)).toBe(false)
    await pass(store, 11 * hour)
    await postedMessage(store)
    expect(await store.ledger.planDigest(place)).toBe(true)
    expect(daysIn((await begunPosting(store)).shown)).toMatchObject([{ since, came: 1 }])
  })

  it('of pools at the same time is one message, and at different times one for each', async () => {
    const store = await openDay()
    const other = 'eu-west-1_Other'
    const pools = [...place.pools, { poolId: other, digest: noon }]
    await store.ledger.planDigest({ ...place, pools })
    await waitingRound(store)
    await waitingRound(store, grace({ poolId: other }))
    await pass(store, day)
    await postedMessage(store)
    await store.ledger.planDigest({ ...place, pools })
    const { shown, messageId, attemptId } = await begunPosting(store)
    expect(daysIn(shown).map((one) => one.poolId)).toEqual([poolId, other])
    await store.ledger.notePosted(messageId, attemptId, { channel, ts: '9.1' }, { shown, version: 0 })
    const later = [...place.pools, { poolId: other, digest: { at: 13 * 60, zone: 'UTC' } }]
    await pass(store, day)
    await store.ledger.planDigest({ ...place, pools: later })
    expect(daysIn((await begunPosting(store)).shown).map((one) => one.poolId)).toEqual([poolId])
  })

  it('that could not be posted for a while is not lost because of another pool’s, but is no news a day later', async () => {
    const store = await openDay()
    const other = 'eu-west-1_Other'
    const pools = [...place.pools, { poolId: other, digest: { at: 12 * 60 + 5, zone: 'UTC' } }]
    await pass(store, 5 * 60_000)
    await store.ledger.planDigest({ ...place, pools })
    await waitingRound(store)
    await waitingRound(store, grace({ poolId: other }))
    await pass(store, day - 5 * 60_000)
    expect(await store.ledger.planDigest({ ...place, pools })).toBe(true)
    await pass(store, 5 * 60_000)
    expect(await store.ledger.planDigest({ ...place, pools })).toBe(true)
    const planned = () =>
      store.database
        .selectFrom('messages')
        .select('facts')
        .where('shows', '=', 'daily')
        .where('kind', '=', 'planned')
        .orderBy('planned_at')
        .execute()
    const told = (await planned()).flatMap(({ facts }) => JSON.parse(facts ?? '[]'))
    expect(told.map((one) => one.poolId)).toEqual([poolId, other])
    await pass(store, day - 5 * 60_000)
    await store.ledger.planDigest({ ...place, pools })
    expect(await planned()).toHaveLength(1)
  })

  it('is never drawn again once it is posted, and forgotten with the rest', async () => {
    const store = await openDay()
    await waitingRound(store)
    await pass(store, day)
    await postedMessage(store)
    await store.ledger.planDigest(place)
    const { messageId, shown } = await postedMessage(store, '9.1')
    expect(shown.kind).toBe('daily')
    expect(await store.ledger.standing({ channel, ts: '9.1' })).toBe('gone')
    expect(await store.ledger.outdated()).toEqual([])
    const left = () =>
      store.database.selectFrom('messages').select('id').where('id', '=', messageId).execute()
    await store.ledger.forgetDailyDigests(store.clock.now().getTime())
    expect(await left()).toHaveLength(1)
    await store.ledger.forgetDailyDigests(store.clock.now().getTime() + 1)
    expect(await left()).toEqual([])
  })

  it('that Slack refuses is drawn without names', async () => {
    const store = await openDay()
    store.clock.advance(1)
    await approved(store, 's1', ada, 'Ada')
    await pass(store, day)
    await postedMessage(store)
    await store.ledger.planDigest(place)
    const { messageId, attemptId } = await begunPosting(store)
    expect(await store.ledger.dividePosting(messageId, attemptId)).toBe('plainest')
    expect((await begunPosting(store)).shown).toMatchObject({ kind: 'daily', isPlain: true })
  })
})
