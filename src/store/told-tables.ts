// What telling people needs: whether a click's end still needs a private word, which posts mentioned a group, why somebody was
// allowed to decide, and who the approvers were.
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

  await db.schema.alterTable('messages').addColumn('mentioned_group', 'text').execute()
  await db.schema.alterTable('messages').addColumn('mentioned_by', 'text').execute()
  await db.schema.alterTable('messages').addColumn('mentioned_at', 'bigint').execute()
  await db.schema
    .createIndex('messages_that_mention')
    .on('messages')
    .columns(['channel', 'mentioned_at'])
    .where(sql<SqlBool>`mentioned_at is not null`)
    .execute()

  await db.schema.alterTable('clicks').addColumn('entitlement', 'text').execute()
  await db.schema.alterTable('audit_events').addColumn('entitlement', 'text').execute()
  await db.schema
    .createTable('configured_approvers')
    .addColumn('pool_id', 'text', (column) => column.primaryKey())
    .addColumn('approvers', 'text', (column) => column.notNull())
    .execute()
}
