// A real SQLite file in a folder of its own, with a ledger on it and a clock that stands still until it is moved.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { onTestFinished } from 'vitest'
import type { Ledger } from '../../src/sign-up/ledger.ts'
import { openLedger } from '../../src/store/open-ledger.ts'
import { openSqlite } from '../../src/store/open-sqlite.ts'
import type { Schema } from '../../src/store/schema.ts'
import { sqliteTransact } from '../../src/store/transaction.ts'

export interface StillClock {
  now(): Date
  advance(milliseconds: number): void
}

export interface Store {
  readonly path: string
  readonly ledger: Ledger
  readonly database: Kysely<Schema>
  readonly clock: StillClock
  /** Lets the next so many ids be fresh, and then gives one twice: so a transaction fails in its middle. */
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

/** A path for a store, in a folder that does not exist yet and is gone with the test. */
export function storePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data', 'countersign.db')
}

/** Opens a store and closes it with the test. */
export async function openStore(path = storePath(), clock = createStillClock()): Promise<Store> {
  const opened = await openSqlite(path)
  if (opened.kind !== 'open') throw new Error(`${path} is ${opened.kind}`)
  let isOpen = true
  const close = async () => {
    if (isOpen) await opened.close()
    isOpen = false
  }
  onTestFinished(close)

  let freshIds = Number.POSITIVE_INFINITY
  const first = randomUUID()
  const newId = () => {
    freshIds -= 1
    return freshIds < 0 ? first : randomUUID()
  }
  const ledger = openLedger({ transact: sqliteTransact(opened.database, clock.now), newId })
  // The id that is given twice is one that every table holds already.
  const repeatIdAfter = (fresh: number) => {
    freshIds = fresh
  }
  await seedId(opened.database, first)
  return { path, ledger, database: opened.database, clock, repeatIdAfter, close }
}

async function seedId(database: Kysely<Schema>, id: string): Promise<void> {
  await database
    .insertInto('audit_events')
    .values({ id, at: 0, kind: 'seed', round_id: 'none', outcome: 'null' })
    .execute()
}
