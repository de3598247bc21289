// Only so much may be forgotten in a day, counted in the store; and the store notes the time by which things are old.
import { describe, expect, it } from 'vitest'
import type { Limited } from '../../src/store/queries/forgotten-rows.ts'
import type { Walked } from '../../src/store/queries/retention.ts'
import { fill, many } from './fill-store.ts'
import { openStore } from './open-store.ts'

const hour = 60 * 60_000
const day = 24 * hour

/** Everything is older. */
const before = Number.MAX_SAFE_INTEGER

describe('of all that is old, a day’s limit', () => {
  async function limited() {
    const store = await openStore()
    await fill(store, 'settled', true)
    store.clock.advance(hour)
    const { ledger } = store
    while ((await ledger.linkSome(null)).goesOn);
    const step = async (table: Limited, after: Walked | null) => {
      if (table === 'clicks') return ledger.forgetClicks(before, after)
      if (table === 'audit_events') return ledger.deleteEvents(before, null)
      const { signUps, next } = await ledger.oldSignUps(before, after)
      const ids = signUps.map(({ id }) => id)
      return { ...(await ledger.forget(ids, before, new Map())), next }
    }
    const leave = async (table: Limited) => {
      let forgotten = 0
      for (let after: Walked | null = null; ; ) {
        const done: Awaited<ReturnType<typeof step>> = await step(table, after)
        forgotten += done.forgotten
        if (done.isCut || done.next === null) return { forgotten, isCut: done.isCut }
        after = done.next
      }
    }
    return { ...store, leave }
  }

  it('lets a thousand of each kind leave, and the rest follows when the next day begins', async () => {
    const { ledger, clock, leave } = await limited()
    for (const table of ['sign_ups', 'clicks', 'audit_events'] as const) {
      const since = clock.now().getTime()
      expect(await leave(table)).toEqual({ forgotten: 1000, isCut: true })
      expect(await leave(table)).toEqual({ forgotten: 0, isCut: true })
      expect(await ledger.forgottenInDay(table)).toEqual({ since, rows: 1000, most: 1000 })
    }
    clock.advance(day)
    expect(await leave('sign_ups')).toEqual({ forgotten: many - 1000, isCut: false })
  })

  it('can be raised, for that day and as long as it is reached', async () => {
    const { ledger, clock, leave } = await limited()
    await ledger.allowForgetting('sign_ups', 1050)
    await ledger.allowForgetting('sign_ups', 1020)
    expect(await leave('sign_ups')).toEqual({ forgotten: 1050, isCut: true })
    clock.advance(day)
    expect(await ledger.forgottenInDay('sign_ups')).toMatchObject({ rows: 0, most: 1050 })
    expect(await leave('sign_ups')).toEqual({ forgotten: many - 1050, isCut: false })
    clock.advance(day)
    expect(await ledger.forgottenInDay('sign_ups')).toMatchObject({ rows: 0, most: 1000 })
  })
})

it('a table is counted some rows at a time', async () => {
  const store = await openStore()
  await fill(store, 'settled', true)
  expect(await store.ledger.countSome('sign_ups', null)).toEqual({ rows: many, next: null })
  await store.database
    .insertInto('audit_events')
    .values(
      Array.from({ length: 5000 }, (_, index) => ({
        id: `more-${index}`,
        at: 0,
        kind: 'more',
        outcome: 'null',
      })),
    )
    .execute()
  const first = await store.ledger.countSome('audit_events', null)
  expect(first).toEqual({ rows: 5000, next: expect.any(String) })
  const { rows } = await store.ledger.countSome('audit_events', first.next)
  expect(rows).toBe(many + 1)
})

it('the time that was noted last is there after a restart', async () => {
  const { ledger, clock, address, close } = await openStore()
  const now = clock.now().getTime()
  expect(await ledger.readTime()).toEqual({ now, noted: null })
  await ledger.noteTime(now - 5, true)
  await ledger.noteTime(now, false)
  expect(await ledger.readTime()).toEqual({ now, noted: { at: now, isSteady: false } })
  await close()
  const again = await openStore(address, clock)
  expect((await again.ledger.readTime()).noted).toEqual({ at: now, isSteady: false })
})
