// Brings a PostgreSQL database up to date, also where several processes start at once.
import { type Dialect, Kysely, PostgresAdapter, PostgresDialect, type PostgresPool, sql } from 'kysely'
import type { Client } from 'pg'
import type { TablesProblem } from '../../domain/start-problem.ts'
import { type Migrations, migrate } from '../migrations.ts'
import type { Schema } from '../schema.ts'

/** Any number that nothing else in the database takes an advisory lock of. */
const migrationLock = 7_083_164_912

/** How long one step may take, waiting for another process included, in milliseconds. */
const longestStep = 300_000

/** All in one transaction, under a lock that ends with it. Null where the tables are up to date now. */
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

/** A connection that is whoever opened it's to end. */
function poolOfOne(client: Client): PostgresPool {
  const lent = Object.assign(client, { release: () => undefined })
  return { options: {}, connect: async () => lent, end: async () => undefined }
}

/**
 * Kysely's own lock belongs to the session: behind a pooler that may be another one when the lock is to be given back,
 * and then nobody could start any more.
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
