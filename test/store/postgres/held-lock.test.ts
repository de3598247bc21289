// A start that has to wait for another session's lock says for whom, once, and goes on when that ends.
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openInTime } from '../../../src/store/open-in-time.ts'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { migrationLock } from '../../../src/store/postgres/migration-lock.ts'
import { lockHeldLine } from '../../../src/wording/lock-held.ts'
import { createReadableLog } from '../../shared/hand-clock.ts'
import { createHurriedClock } from '../../support/hurried-clock.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'

const waiting = 'another session holds the lock on the store’s tables: waiting until it ends'

/** A session that holds the lock, as a process does that brings the tables up to date. */
async function holdLock({ host, port, database, user }: PostgresAddress) {
  const client = new Client({ host, port, database, user, application_name: 'somebody else' })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(`select pg_advisory_lock(${migrationLock})`)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return { pid: rows[0]?.pid, letGo: () => client.query(`select pg_advisory_unlock(${migrationLock})`) }
}

/** Begins to open the store. */
function begin(address: PostgresAddress) {
  const log = createReadableLog()
  const stopping = new AbortController()
  const opened = openInTime({
    address,
    origin: 'a test',
    clock: createHurriedClock(async () => {}),
    log,
    signal: stopping.signal,
  })
  const saysThatItWaits = () =>
    expect.poll(() => log.lines.map(({ message }) => message), { timeout: 10_000 }).toEqual([waiting])
  return { log, opened, saysThatItWaits, stop: () => stopping.abort() }
}

describe('a start while another session holds the lock on the tables', () => {
  it('says once who holds it, and goes on when that session lets go', async () => {
    const address = await freshDatabase()
    const holder = await holdLock(address)
    const { log, opened, saysThatItWaits } = begin(address)
    await saysThatItWaits()
    expect(log.lines[0]).toMatchObject({
      level: 'warn',
      facts: {
        database: `${address.database} at 127.0.0.1:${address.port}`,
        pid: holder.pid,
        application: 'somebody else',
        user: 'postgres',
        client: '127.0.0.1',
      },
    })
    await holder.letGo()
    const store = await opened
    if (store?.kind !== 'open') throw new Error('The store is not open')
    await store.close()
    expect(log.lines).toHaveLength(1)
  })

  it('is ended by SIGTERM', async () => {
    const address = await freshDatabase()
    await holdLock(address)
    const { opened, saysThatItWaits, stop } = begin(address)
    await saysThatItWaits()
    stop()
    expect(await opened).toBeNull()
  })

  it('says nothing if the lock is free soon', async () => {
    const address = await freshDatabase()
    const { log, opened } = begin(address)
    const store = await opened
    if (store?.kind !== 'open') throw new Error('The store is not open')
    await store.close()
    expect(log.lines).toEqual([])
  })
})

describe('a command that has to wait tells', () => {
  const unknown = { pid: null, application: null, client: null }

  it('who holds the lock, and how to end it', () => {
    expect(lockHeldLine({ pid: 42, application: 'psql', client: '10.0.0.7' })).toBe(
      "Another session of the database (process 42, application psql, from 10.0.0.7) holds the lock on the store's tables: waiting until it ends. If it is no Countersign that is starting, end it: SELECT pg_terminate_backend(42).",
    )
  })

  it('no more than the database did', () => {
    expect(lockHeldLine(unknown)).toMatch(/^Another session of the database holds .*\(PID\)\.$/)
  })
})
