// A transaction on PostgreSQL: whose clock counts, how long it may take, and that other replicas hear of it.
import { sql } from 'kysely'
import { describe, expect, it, test } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import { postgresTransact } from '../../../src/store/postgres/transaction.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'
import { ada, grace, newClick, waitingRound } from '../arrange.ts'
import { openReplica, type Replica } from './replicas.ts'

function transactOn({ database }: Replica) {
  return postgresTransact({ clock: systemClock, database, origin: 'a test' })
}

/** From now on, every change is heard. */
async function listening(...replicas: readonly Replica[]): Promise<void> {
  await expect.poll(() => replicas.every(({ heard }) => heard.times === 1), { timeout: 10_000 }).toBe(true)
}

describe('the time of the store', () => {
  it('is the database’s, in milliseconds', async () => {
    const replica = await openReplica(await freshDatabase())
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(replica.database)
    const now = await transactOn(replica)((_, now) => Promise.resolve(now))
    expect(Number.isInteger(now)).toBe(true)
    expect(now - (rows[0]?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(0)
    expect(now - (rows[0]?.at.getTime() ?? 0)).toBeLessThan(5000)
  })

  it('never runs backwards for a row, whichever replica changes it', async () => {
    const address = await freshDatabase()
    const replicas = await Promise.all([1, 2, 3].map(() => openReplica(address)))
    const first = replicas[0]
    if (first === undefined) throw new Error('There is no replica')
    await waitingRound(first)
    const change = (replica: Replica) =>
      transactOn(replica)(async (tx, now) => {
        const { version } = await tx.selectFrom('rounds').select('version').executeTakeFirstOrThrow()
        await tx
          .updateTable('rounds')
          .set({ version: version + 1 })
          .execute()
        return { version, now }
      })
    const changes = (
      await Promise.all(replicas.flatMap((one) => [change(one), change(one), change(one)]))
    ).toSorted((one, other) => one.version - other.version)
    expect(changes.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(changes.map(({ now }) => now)).toEqual(
      changes.map(({ now }) => now).toSorted((one, other) => one - other),
    )
  })
})

test('a statement that takes too long is cancelled', async () => {
  const transact = transactOn(await openReplica(await freshDatabase()))
  const limit = sql<{ after: string }>`select current_setting('statement_timeout') as after`
  expect((await transact((tx) => limit.execute(tx))).rows).toEqual([{ after: '2s' }])
  await expect(transact((tx) => sql`select pg_sleep(20)`.execute(tx))).rejects.toThrow(/timeout|terminated/)
})

test('a transaction of many statements may take longer, as long as each is quick', async () => {
  const replica = await openReplica(await freshDatabase())
  const work = transactOn(replica)(async (tx) => {
    for (let statements = 0; statements < 30; statements += 1) await sql`select pg_sleep(0.1)`.execute(tx)
    return 'done'
  })
  expect(await work).toBe('done')
})

test('a transaction whose key another one has just taken runs again, and fails if it stays taken', async () => {
  const transact = transactOn(await openReplica(await freshDatabase()))
  const runsWithTaken = async (times: number) => {
    let runs = 0
    const done = transact(async (tx) => {
      runs += 1
      const taken = sql`do $$ begin raise exception 'taken' using errcode = '23505'; end $$`
      if (runs <= times) await taken.execute(tx)
    })
    return { error: await done.catch((error: Error) => error.message), runs }
  }
  expect(await runsWithTaken(1)).toEqual({ error: undefined, runs: 2 })
  expect(await runsWithTaken(Number.POSITIVE_INFINITY)).toEqual({ error: 'taken', runs: 4 })
})

test('a transaction that conflicts with another is rolled back and runs again', async () => {
  const replica = await openReplica(await freshDatabase())
  const { roundId } = await waitingRound(replica)
  let runs = 0
  await transactOn(replica)(async (tx) => {
    runs += 1
    await tx.selectFrom('rounds').selectAll().execute()
    if (runs === 1) await replica.ledger.writeDown(newClick(roundId))
    if (runs === 1) await replica.database.updateTable('rounds').set({ version: 7 }).execute()
    await tx
      .updateTable('rounds')
      .set((row) => ({ version: row('version', '+', 1) }))
      .execute()
  })
  expect(runs).toBe(2)
  expect((await replica.ledger.entry(roundId))?.round.version).toBe(8)
})

describe('a change', () => {
  it('is heard by the other replicas, but not by the one that made it', async () => {
    const address = await freshDatabase()
    const [one, other] = await Promise.all([openReplica(address), openReplica(address)])
    await listening(one, other)
    await one.ledger.record([grace()])
    await one.ledger.record([grace({ userName: 'another name' })])
    await expect.poll(() => other.heard.times).toBe(3)
    // Changes are heard in order: so its own was not heard before this one.
    await other.ledger.record([grace({ userName: 'one more name' })])
    await expect.poll(() => one.heard.times).toBe(2)
  })

  it('is not announced if nothing was changed', async () => {
    const address = await freshDatabase()
    const [one, other] = await Promise.all([openReplica(address), openReplica(address)])
    await listening(one, other)
    for (let times = 0; times < 5; times += 1) await one.ledger.noteTold('nobody’s click')
    await one.ledger.outdated()
    await one.ledger.writeDown(newClick('a lost round', { by: ada }))
    await expect.poll(() => other.heard.times).toBe(2)
  })

  it('is heard again after the connection was lost', async () => {
    const address = await freshDatabase()
    const [one, other] = await Promise.all([openReplica(address), openReplica(address)])
    await listening(one, other)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query = 'listen countersign'`.execute(one.database)
    // One may have been missed meanwhile, so the reconnection itself counts as a change.
    await expect.poll(() => other.heard.times, { timeout: 10_000 }).toBe(2)
    await expect.poll(() => one.heard.times, { timeout: 10_000 }).toBe(2)
    await one.ledger.record([grace()])
    await expect.poll(() => other.heard.times).toBe(3)
  })
})

test('a session that ends during a transaction is an error of its caller, and nothing more', async () => {
  const replica = await openReplica(await freshDatabase())
  const ended = transactOn(replica)(async (tx) => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
  })
  await expect(ended).rejects.toThrow()
  expect(await replica.ledger.entry('any')).toBeNull()
})

test('a number that does not fit is an error and never becomes another number', async () => {
  const { database } = await openReplica(await freshDatabase())
  await expect(sql`select 9007199254740993::bigint`.execute(database)).rejects.toThrow('too large')
  expect((await sql`select 1792832400123::bigint as at`.execute(database)).rows).toEqual([
    { at: 1_792_832_400_123 },
  ])
})
