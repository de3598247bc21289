// What telling people needs: whether a click's end still needs a private word.
import { type Kysely, type SqlBool, sql } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addTelling(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('clicks').addColumn('private_word', 'text').execute()
  await db.schema
    .createIndex('clicks_with_private_word')
    .on('clicks')
    .column('ended_at')
    .where(sql<SqlBool>`private_word = 'due'`)
    .execute()
}
