// What choosing needs: the forms that list many, with their ticks.
import type { Kysely } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addChoosing(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('list_forms')
    .addColumn('form_id', 'text', (column) => column.primaryKey())
    .addColumn('left_out', 'integer', (column) => column.notNull())
    .addColumn('starts', 'text', (column) => column.notNull())
    .addColumn('ticks', 'text', (column) => column.notNull())
    .addColumn('page', 'integer', (column) => column.notNull())
    .addColumn('turn', 'integer', (column) => column.notNull())
    .addColumn('turned_at', 'bigint', (column) => column.notNull())
    .execute()
}
