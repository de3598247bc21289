// A database with the store's own tables, emptied before every history: in memory, or on the server of the tests.
import { randomUUID } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import { migrate, migrations } from '../../../src/store/migrations.ts'
import { postgresTransact } from '../../../src/store/postgres/transaction.ts'
import type { Schema } from '../../../src/store/schema.ts'
import { sqliteTransact, type Transact } from '../../../src/store/transaction.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'
import { openReplica } from '../postgres/replicas.ts'

export interface HistoryStore {
  readonly database: Kysely<Schema>
  /** Transactions whose time is the history's. */
  transactAt(now: () => Date): Transact
}

/** Closed with the test. */
export function openHistoryStore(): Promise<HistoryStore> {
  return inject('database') === 'postgres' ? openOnServer() : openMemory()
}

async function openOnServer(): Promise<HistoryStore> {
  const { database } = await openReplica(await freshDatabase())
  const origin = randomUUID()
  const transactAt = (now: () => Date) =>
    postgresTransact({ clock: systemClock, database, origin, storeTime: () => now().getTime() })
  return { database, transactAt }
}

async function openMemory(): Promise<HistoryStore> {
  const file = new SqliteDatabase(':memory:')
  file.pragma('foreign_keys = ON')
  // Thousands of histories say the same few sentences of SQL: each is read once.
  const statements = new Map<string, SqliteDatabase.Statement<readonly unknown[]>>()
  const prepare = (sql: string) => {
    const statement = statements.get(sql) ?? file.prepare<readonly unknown[]>(sql)
    statements.set(sql, statement)
    return statement
  }
  const close = () => void file.close()
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: { prepare, close } }) })
  await migrate(database, migrations)
  onTestFinished(() => database.destroy())
  return { database, transactAt: (now) => sqliteTransact(database, now) }
}

export async function empty(database: Kysely<Schema>): Promise<void> {
  for (const table of [
    'message_rounds',
    'messages',
    'attempts',
    'audit_events',
    'clicks',
    'rounds',
    'sign_ups',
  ] as const)
    await database.deleteFrom(table).execute()
}
