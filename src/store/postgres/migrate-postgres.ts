// Brings a PostgreSQL database up to date, even if several processes start at once.
import { type Dialect, Kysely, PostgresAdapter, PostgresDialect, type PostgresPool, sql } from 'kysely'
import type { Client } from 'pg'
import type { TablesProblem } from '../../domain/start-problem.ts'
import { type Migrations, migrate } from '../migrations.ts'
import type { Schema } from '../schema.ts'

/** An arbitrary number that nothing else in the database uses for an advisory lock. */
const migrationLock = 7_083_164_912

/** How long one step may take, including the wait for another process, in milliseconds. */
const longestStep = 300_000

/** All in one transaction, under a lock that ends with it. Null if the tables are up to date now. */
export function migratePostgres(client: Client, list: Migrations): Promise<TablesProblem | null> {
  return new Kysely<Schema>({ dialect: withoutOwnLock(poolOfOne(client)) })
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${String(longestStep)}, true)`.execute(tx)
      await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx)
      return await migrate(tx, list)
    })
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
