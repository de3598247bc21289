// Bringing the tables up to date: the list of migrations, oldest first, and what runs it.
import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import type { TablesProblem } from '../domain/start-problem.ts'
import { createFirstTables } from './first-tables.ts'
import type { Schema } from './schema.ts'

/** By name, which is the order in which they run. */
export type Migrations = Readonly<Record<string, Migration>>

/** Every migration of this Countersign. */
export const migrations: Migrations = { '0001-the-first-tables': { up: createFirstTables } }

/** Its cause is the database's own error. */
export class MigrationError extends Error {
  constructor(cause: unknown) {
    super('The store could not be brought up to date', { cause })
  }
}

/**
 * Brings the database up to date, or tells why its tables are none that this could be done with. Throws a
 * `MigrationError` where it fails on the way: the caller's transaction takes back what was done until then.
 */
export async function migrate(database: Kysely<Schema>, list: Migrations): Promise<TablesProblem | null> {
  const executed = await executedMigrations(database)
  const problem = historyProblem(executed, Object.keys(list))
  // Kysely would look at every table twice to find that nothing is left to do.
  if (problem !== null || executed.length === Object.keys(list).length) return problem
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve({ ...list }) }
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest()
  if (error !== undefined) throw new MigrationError(error)
  return null
}

/** By name, which is the order in which they came to be. */
async function executedMigrations(database: Kysely<Schema>): Promise<readonly string[]> {
  try {
    const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
    if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return []
    const { rows } = await sql<{ name: string }>`
      select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(database)
    return rows.map(({ name }) => name).toSorted()
  } catch (error) {
    throw new MigrationError(error)
  }
}

/** Null where what was executed is how our own list begins. */
function historyProblem(executed: readonly string[], ours: readonly string[]): TablesProblem | null {
  const misplaced = executed.find((name, index) => name !== ours[index])
  if (misplaced === undefined) return null
  if (ours.every((name, index) => name === executed[index])) return { kind: 'newer' }
  const odd = executed.find((name) => !ours.includes(name)) ?? misplaced
  return { kind: 'not-brought-up-to-date', reason: `${DEFAULT_MIGRATION_TABLE} lists ${odd}` }
}
