// Old rows leave up to the day's limit, which depends on how many there are; the rest follows on the next days.
import { expect, test } from 'vitest'
import { createForgetting } from '../../src/discover/forget-old-rows.ts'
import { type ForgottenInDay, forgottenAt } from '../../src/domain/forgetting-limit.ts'
import { createHandClock, createReadableLog } from '../shared/hand-clock.ts'
import { testPool } from '../support/pool.ts'

const day = 24 * 60 * 60_000
const poolId = 'eu-west-1_TestPool1'

type Table = 'sign_ups' | 'clicks' | 'audit_events' | 'past_decisions'

/** A store with so many rows, of which so many are old; a page has thirty. */
function storeWith(rows: number, old: Partial<Record<Table, number>>, retention = 400 * day) {
  const [clock, log] = [createHandClock(), createReadableLog()]
  const left: Record<Table, number> = { sign_ups: 0, clicks: 0, audit_events: 0, past_decisions: 0, ...old }
  const asked: unknown[] = []
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
  const step = (table: Table) => {
    const done = take(table, Math.min(30, left[table]))
    return { ...done, next: next(left[table] === 0) }
  }
  const forget = createForgetting({
    ledger: {
      forgetDailyDigests: async () => {},
      oldSignUps: async () => {
        const ids = Array.from({ length: Math.min(30, left.sign_ups) }, (_, index) => `row-${index}`)
        const signUps = ids.map((id) => ({ id, poolId: 'a pool that is gone', sub: id }))
        return { signUps, next: next(left.sign_ups <= 30) }
      },
      forget: async (ids, _before, memories) => {
        asked.push([...memories])
        return take('sign_ups', ids.length)
      },
      rememberedPools: async () => (left.past_decisions === 0 ? [] : [poolId, 'a pool without a memory']),
      forgetDecisions: async (pool, before) => {
        asked.push({ pool, before })
        const done = take('past_decisions', Math.min(100, left.past_decisions))
        return { ...done, next: next(left.past_decisions === 0) }
      },
      forgetClicks: async () => step('clicks'),
      eraseApplicants: async () => step('audit_events'),
      deleteEvents: async (before) => {
        asked.push({ deletedBefore: before })
        return { forgotten: 0, isCut: false, next: null }
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
    pools: [testPool({ id: poolId, memory: 800 * day })],
    retention,
    auditRetention: retention + 10 * day,
    signer: null,
    clock,
    log,
  })
  // Of what was settled before 1970.
  const run = () => forget(0, new AbortController().signal)
  return { run, clock, log, left, counted, asked }
}

test('a thousand leave without anything being counted', async () => {
  const { run, log, left, counted } = storeWith(1000, { sign_ups: 1000, clicks: 1000, audit_events: 1000 })
  expect(await run()).toBeNull()
  expect(left).toMatchObject({ sign_ups: 0, clicks: 0, audit_events: 0 })
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

test('decisions are remembered as long as their pool says: none where it has no memory, and up to the day’s limit', async () => {
  const { run, left, asked } = storeWith(40_000, { sign_ups: 1, past_decisions: 2500 })
  await run()
  expect(left.past_decisions).toBe(500)
  expect(asked[0]).toEqual([[poolId, 800 * day]])
  // Audit events stay ten days longer than the rest.
  expect(asked[1]).toEqual({ deletedBefore: -10 * day })
  expect(asked[2]).toEqual({ pool: poolId, before: -400 * day })
  expect(asked.at(-1)).toEqual({ pool: 'a pool without a memory', before: 400 * day })
})

test('with a short retention, all that is old leaves each day', async () => {
  const { run, left } = storeWith(20_000, { sign_ups: 10_000 }, day)
  expect(await run()).toBeNull()
  expect(left.sign_ups).toBe(0)
})
