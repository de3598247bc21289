// A database in memory with the store's own tables, emptied before every history.
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../../../src/store/migrations.ts'
import type { Schema } from '../../../src/store/schema.ts'

export async function openMemory(): Promise<Kysely<Schema>> {
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
  await migrate(database)
  return database
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
