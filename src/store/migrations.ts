// Brings the tables up to date: the list of migrations, oldest first, and what runs it.
import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import type { TablesProblem } from '../domain/start-problem.ts'
import { addAuditChain } from './audit-chain-tables.ts'
import { addChoosing } from './choosing-tables.ts'
import { addDigests } from './digest-tables.ts'
import { addEvidence } from './evidence-tables.ts'
import { createFirstTables } from './first-tables.ts'
import { addHome } from './home-tables.ts'
import { createLookTables } from './look-tables.ts'
import { addLooking } from './looking-tables.ts'
import { addNextRounds } from './next-rounds-tables.ts'
import { addProcesses } from './process-tables.ts'
import { addQuiet } from './quiet-tables.ts'
import type { Schema } from './schema.ts'
import { createSteps } from './steps-tables.ts'
import { addTelling } from './told-tables.ts'

/** By name; they run in the order of their names. */
export type Migrations = Readonly<Record<string, Migration>>

/** Every migration of this version. */
export const migrations: Migrations = {
  '0001-the-first-tables': { up: createFirstTables },
  '0003-next-rounds': { up: addNextRounds },
  '0004-look': { up: createLookTables },
  '0005-evidence': { up: addEvidence },
  '0006-told': { up: addTelling },
  '0007-looking': { up: addLooking },
  '0008-choosing': { up: addChoosing },
  '0009-digest': { up: addDigests },
  '0010-steps': { up: createSteps },
  '0011-quiet': { up: addQuiet },
  '0012-home': { up: addHome },
  '0013-audit-chain': { up: addAuditChain },
  '0016-processes': { up: addProcesses },
}

/** Its cause is the database's own error. */
export class MigrationError extends Error {
  constructor(cause: unknown) {
    super('The store could not be brought up to date', { cause })
  }
}

/**
 * Brings the database up to date. Returns the problem if its tables can't be; throws a `MigrationError` if a migration
 * fails. The caller's transaction then undoes what was done.
 *
 * `schema` is where PostgreSQL keeps our tables: others may use Kysely in the same database.
 */
export async function migrate(
  database: Kysely<Schema>,
  list: Migrations,
  schema?: string,
): Promise<TablesProblem | null> {
  const executed = await executedMigrations(database, schema)
  const problem = historyProblem(executed, Object.keys(list))
  // Kysely would inspect every table twice to find that there is nothing to do.
  if (problem !== null || executed.length === Object.keys(list).length) return problem
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve({ ...list }) }
  const { error } = await new Migrator({
    db: database,
    provider,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  }).migrateToLatest()
  if (error !== undefined) throw new MigrationError(error)
  return null
}

/** How far a store is that nobody is to change; `behind` is one that the next start brings up to date. */
export type TablesState =
  | Readonly<{ kind: 'none' } | { kind: 'current' } | { kind: 'behind' }>
  | TablesProblem

/** Only looks. Throws a `MigrationError` if that can't be done. */
export async function tablesState(database: Kysely<Schema>, schema?: string): Promise<TablesState> {
  const executed = await executedMigrations(database, schema)
  if (executed.length === 0) return { kind: 'none' }
  const problem = historyProblem(executed, Object.keys(migrations))
  if (problem !== null) return problem
  return { kind: executed.length === Object.keys(migrations).length ? 'current' : 'behind' }
}

/** Ordered by name, as the migrations are. */
async function executedMigrations(
  database: Kysely<Schema>,
  schema: string | undefined,
): Promise<readonly string[]> {
  try {
    const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
    const isThere = tables.some(
      (table) => table.name === DEFAULT_MIGRATION_TABLE && (schema === undefined || table.schema === schema),
    )
    if (!isThere) return []
    const place = schema === undefined ? [] : [schema]
    const { rows } = await sql<{ name: string }>`
      select name from ${sql.id(...place, DEFAULT_MIGRATION_TABLE)}`.execute(database)
    return rows.map(({ name }) => name).toSorted()
  } catch (error) {
    throw new MigrationError(error)
  }
}

/** Null if our own list begins with what was executed. */
function historyProblem(executed: readonly string[], ours: readonly string[]): TablesProblem | null {
  const misplaced = executed.find((name, index) => name !== ours[index])
  if (misplaced === undefined) return null
  if (ours.every((name, index) => name === executed[index])) return { kind: 'newer' }
  const odd = executed.find((name) => !ours.includes(name)) ?? misplaced
  return { kind: 'not-brought-up-to-date', reason: `${DEFAULT_MIGRATION_TABLE} lists ${odd}` }
}
