// A real database for each test, with a ledger on it and a clock that stands still until it is moved.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { systemClock } from '../../src/shared/clock.ts'
import type { Log } from '../../src/shared/log.ts'
import { type Ledger, openLedger } from '../../src/store/open-ledger.ts'
import type { StoreAddress } from '../../src/store/open-store.ts'
import { openPostgres } from '../../src/store/postgres/open-postgres.ts'
import { postgresTransact } from '../../src/store/postgres/transaction.ts'
import type { Schema } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import type { Ownership } from '../../src/store/sqlite/ownership.ts'
import { sqliteTransact, type Transact } from '../../src/store/transaction.ts'
import { freshDatabase } from '../support/postgres/databases.ts'
import { makeQuickFolder } from '../support/quick-folder.ts'
import { putEmptyStore } from '../support/sqlite-template.ts'

export interface StillClock {
  now(): Date
  advance(milliseconds: number): void
}

export interface Store {
  readonly address: StoreAddress
  readonly ledger: Ledger
  readonly database: Kysely<Schema>
  readonly transact: Transact
  readonly clock: StillClock
  /** Only of a SQLite file. */
  readonly ownership: Ownership | null
  /** After so many fresh ids, gives one twice: so a transaction fails in its middle. */
  repeatIdAfter(fresh: number): void
  close(): Promise<void>
}

function createStillClock(): StillClock {
  let at = Date.UTC(2026, 4, 1, 12)
  return {
    now: () => new Date(at),
    advance: (milliseconds) => {
      at += milliseconds
    },
  }
}

/** A path for a store, in a folder that does not exist yet and is removed after the test. */
export function storePath(): string {
  const folder = makeQuickFolder('countersign-store-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data', 'countersign.db')
}

/** Opens a store and closes it after the test: on this project's database, or elsewhere. */
export async function openStore(place?: StoreAddress, clock = createStillClock()): Promise<Store> {
  const address = place ?? (await freshPlace())
  const { database, transact, ownership, close: closeDatabase } = await open(address, clock)
  let isOpen = true
  const close = async () => {
    if (isOpen) await closeDatabase()
    isOpen = false
  }
  onTestFinished(close)

  let freshIds = Number.POSITIVE_INFINITY
  const first = randomUUID()
  const newId = () => {
    freshIds -= 1
    return freshIds < 0 ? first : randomUUID()
  }
  const ledger = openLedger({ transact, newId })
  // The repeated id is one that every table already holds.
  const repeatIdAfter = (fresh: number) => {
    freshIds = fresh
  }
  await seedId(database, first)
  return { address, ledger, database, transact, clock, ownership, repeatIdAfter, close }
}

async function freshPlace(): Promise<StoreAddress> {
  if (inject('database') === 'postgres') return freshDatabase()
  const path = storePath()
  await putEmptyStore(path)
  return { kind: 'sqlite', path }
}

async function open(address: StoreAddress, { now }: StillClock) {
  if (address.kind === 'sqlite') {
    const opened = await openSqlite(address.path)
    if (opened.kind !== 'open') throw new Error(`${address.path} is ${opened.kind}`)
    return { ...opened, transact: sqliteTransact(opened.database, now, opened.ownership.confirm) }
  }
  const origin = randomUUID()
  const opened = await openPostgres({ address, origin, clock: systemClock, log: quiet })
  if (opened.kind !== 'open') throw new Error(`${address.database} is ${opened.kind}`)
  const { database } = opened
  return {
    ...opened,
    ownership: null,
    transact: postgresTransact({ clock: systemClock, database, origin, storeTime: () => now().getTime() }),
  }
}

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

async function seedId(database: Kysely<Schema>, id: string): Promise<void> {
  await database
    .insertInto('audit_events')
    .values({ id, at: 0, kind: 'seed', round_id: 'none', outcome: 'null' })
    .execute()
}
