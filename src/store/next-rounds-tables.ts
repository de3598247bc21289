// Rounds that somebody opened to take back how the last one ended, and until when an approval can be undone.
import { type Kysely, type SqlBool, sql } from 'kysely'

export async function addNextRounds(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('rounds').addColumn('origin', 'text').execute()
  await db.schema.alterTable('rounds').addColumn('undo_until', 'bigint').execute()
  // Few rows of very many are in this index.
  await db.schema
    .createIndex('rounds_undoable')
    .on('rounds')
    .columns(['undo_until'])
    .where(sql<SqlBool>`undo_until is not null`)
    .execute()
}
