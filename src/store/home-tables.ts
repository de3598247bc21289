// What App Home needs: the orders in which it lists who waits, what teams decided lately, and what was published for whom.
import { type Kysely, type SqlBool, sql } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addHome(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('rounds').addColumn('folded_host', 'text').execute()
  await db.schema
    .alterTable('rounds')
    .addColumn('warnings', 'integer', (column) => column.notNull().defaultTo(-1))
    .execute()
  await sql`
    update rounds set folded_host =
      (select sign_ups.folded_host from sign_ups where sign_ups.id = rounds.sign_up_id)`.execute(db)

  const isOpen = sql<SqlBool>`kind in ('waiting', 'claimed')`
  const ofRounds = (name: string, columns: readonly string[], only: typeof isOpen) =>
    db.schema
      .createIndex(name)
      .on('rounds')
      .columns([...columns])
      .where(only)
      .execute()
  await ofRounds('rounds_open_by_warnings', ['pool_id', 'warnings', 'signed_up_at', 'id'], isOpen)
  await ofRounds('rounds_open_by_host', ['pool_id', 'folded_host', 'warnings', 'signed_up_at', 'id'], isOpen)
  // Few rows of very many are in this index.
  await ofRounds('rounds_uncounted', ['pool_id', 'id'], sql<SqlBool>`warnings = -1 and kind = 'waiting'`)

  await db.schema
    .createIndex('audit_events_that_decide')
    .on('audit_events')
    .columns(['pool_id', 'at', 'kind'])
    .where(sql<SqlBool>`kind in ('click-confirmed', 'click-denied', 'click-undone', 'click-reopened')`)
    .execute()

  await db.schema
    .createTable('homes')
    .addColumn('user_id', 'text', (column) => column.primaryKey())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('look', 'text', (column) => column.notNull())
    .addColumn('hash', 'text')
    .addColumn('drawn', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .execute()
}
