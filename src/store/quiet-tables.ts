// Reminders and daily digests, and sign-ups that have lapsed.
import { type Kysely, type SqlBool, sql } from 'kysely'

export async function addQuiet(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('facts', 'text').execute()
  await db.schema.alterTable('rounds').addColumn('lapsed_at', 'bigint').execute()
  await db.schema
    .createTable('nudges')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('day', 'text')
    .addPrimaryKeyConstraint('nudges_key', ['kind', 'subject'])
    .execute()
  await db.schema
    .createIndex('rounds_by_opening')
    .on('rounds')
    .columns(['pool_id', 'kind', 'opened_at', 'id'])
    .execute()
  // Few rows of very many are in this index.
  await db.schema
    .createIndex('rounds_lapsed')
    .on('rounds')
    .columns(['pool_id', 'signed_up_at', 'id'])
    .where(sql<SqlBool>`lapsed_at is not null`)
    .execute()
}
