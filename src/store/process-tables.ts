// The processes that work on the store: nothing depends on them, but an operator asks who is alive.
import type { Kysely } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addProcesses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('processes')
    .addColumn('holder', 'text', (column) => column.primaryKey())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('connections', 'integer')
    .execute()
}
