// Old rows leave up to the day's limit, which depends on how many there are; the rest follows on the next days.
import { expect, test } from 'vitest'
import { createForgetting } from '../../src/discover/forget-old-rows.ts'
import { type ForgottenInDay, forgottenAt } from '../../src/domain/forgetting-limit.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'

const day = 24 * 60 * 60_000

type Table = 'sign_ups' | 'clicks' | 'audit_events'

/** A store with so many rows, of which so many are old; a page has thirty. */
function storeWith(rows: number, old: Partial<Record<Table, number>>, retention = 400 * day) {
  const [clock, log] = [createHandClock(), createReadableLog()]
  const left: Record<Table, number> = { sign_ups: 0, clicks: 0, audit_events: 0, ...old }
  const counts: Partial<Record<Table, ForgottenInDay>> = {}
  const counted: Table[] = []
  const count = (table: Table) => forgottenAt(clock.now().getTime(), counts[table] ?? null)
  const take = (table: Table, wanted: number) => {
    const before = count(table)
    const forgotten = Math.min(wanted, before.most - before.rows)
    counts[table] = { ...before, rows: before.rows + forgotten }
    left[table] -= forgotten
    return { forgotten, isCut: forgotten < wanted }
  }
  const next = (isLast: boolean) => (isLast ? null : { at: 0, id: 'row' })
  const forget = createForgetting({
    ledger: {
      oldSignUps: async () => {
        const ids = Array.from({ length: Math.min(30, left.sign_ups) }, (_, index) => `row-${index}`)
        const signUps = ids.map((id) => ({ id, poolId: 'a pool that is gone', sub: id }))
        return { signUps, next: next(left.sign_ups <= 30) }
      },
      forget: async (ids) => take('sign_ups', ids.length),
      forgetRemnants: async (table) => {
        const done = take(table, Math.min(30, left[table]))
        return { ...done, next: next(left[table] === 0) }
      },
      forgottenInDay: async (table) => count(table),
      allowForgetting: async (table, most) => {
        counts[table] = { ...count(table), most }
      },
      countSome: async (table, after) => {
        if (after === null) counted.push(table)
        return after === null ? { rows: rows - 5, next: 'row' } : { rows: 5, next: null }
      },
    },
    userPools: { listUnconfirmed: () => Promise.reject(new Error('no pool is configured')) },
    pools: [],
    retention,
    clock,
    log,
  })
  const run = () => forget(0, new AbortController().signal)
  return { run, clock, log, left, counted }
}

test('a thousand leave without anything being counted', async () => {
  const { run, log, left, counted } = storeWith(1000, { sign_ups: 1000, clicks: 1000, audit_events: 1000 })
  expect(await run()).toBeNull()
  expect(left).toEqual({ sign_ups: 0, clicks: 0, audit_events: 0 })
  expect(counted).toEqual([])
  expect(log.lines.map(({ message }) => message)).toEqual(['old sign-ups were forgotten'])
})

test('of more, a twentieth of the table leaves; the log says so, and when it goes on', async () => {
  const { run, clock, log, left, counted } = storeWith(40_000, { sign_ups: 5000, clicks: 1500 })
  const tomorrow = clock.now().getTime() + day
  expect(await run()).toBe(tomorrow)
  expect(left).toMatchObject({ sign_ups: 3000, clicks: 0 })
  expect(counted).toEqual(['sign_ups', 'clicks'])
  const reached = log.lines.filter(({ level }) => level === 'warn')
  expect(reached).toEqual([
    {
      level: 'warn',
      facts: {
        flow: 'forget',
        table: 'sign_ups',
        forgotten: 2000,
        goesOn: new Date(tomorrow).toISOString(),
      },
      message: 'as many old rows were deleted as may be in a day: the rest follows',
    },
  ])
  expect(await run()).toBe(tomorrow)
  expect(left.sign_ups).toBe(3000)
})

test('a backlog leaves at the same pace until it is gone', async () => {
  const { run, clock, left } = storeWith(40_000, { audit_events: 5000 })
  const paces: number[] = []
  for (let days = 0; days < 4; days += 1) {
    const before = left.audit_events
    await run()
    paces.push(before - left.audit_events)
    await clock.advance(day)
  }
  expect(paces).toEqual([2000, 2000, 1000, 0])
})

test('with a short retention, all that is old leaves each day', async () => {
  const { run, left } = storeWith(20_000, { sign_ups: 10_000 }, day)
  expect(await run()).toBeNull()
  expect(left.sign_ups).toBe(0)
})
