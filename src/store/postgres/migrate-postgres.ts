// Brings a PostgreSQL database up to date, even if several processes start at once.
import { type Dialect, Kysely, PostgresAdapter, PostgresDialect, type PostgresPool, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration'
import type { Client } from 'pg'
import type { TablesProblem } from '../../domain/start-problem.ts'
import { type Migrations, migrate } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { type LockWait, takeMigrationLock } from './migration-lock.ts'

/** How long one step may take, in milliseconds. The wait for another process may take longer. */
const longestStep = 300_000

/** All in one transaction, under a lock that ends with it. Null if the tables are up to date now. */
export function migratePostgres(
  client: Client,
  list: Migrations,
  wait: LockWait,
): Promise<TablesProblem | null> {
  return new Kysely<Schema>({ dialect: withoutOwnLock(poolOfOne(client)) })
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      await setTimeouts(tx, 0)
      await takeMigrationLock(tx, wait)
      await setTimeouts(tx, longestStep)
      return await migrate(tx, list, await schemaOf(tx))
    })
}

/** For each statement, in milliseconds; 0 is without end. For this transaction only. */
async function setTimeouts(tx: Kysely<Schema>, milliseconds: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`.execute(tx)
}

/** Where the search path finds the store; before there is one, where it will be made. */
export async function schemaOf(tx: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select coalesce(
      (select nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where pg_class.oid = to_regclass(${DEFAULT_MIGRATION_TABLE})),
      current_schema()) as name`.execute(tx)
  const [schema] = rows
  if (schema === undefined) throw new Error('The database did not say where tables are made')
  return schema.name
}

/** Leaves the connection open for its owner. */
function poolOfOne(client: Client): PostgresPool {
  const lent = Object.assign(client, { release: () => undefined })
  return { options: {}, connect: async () => lent, end: async () => undefined }
}

/**
 * Turns off Kysely's own lock, which belongs to the session: behind a pooler, another session might have to release it, and
 * then no process could start any more.
 */
function withoutOwnLock(pool: PostgresPool): Dialect {
  const dialect = new PostgresDialect({ pool })
  const noLock = { acquireMigrationLock: async () => {}, releaseMigrationLock: async () => {} }
  return {
    createAdapter: () => Object.assign(new PostgresAdapter(), noLock),
    createDriver: () => dialect.createDriver(),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}
