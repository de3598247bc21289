// The tables of version 0.1.0. Edited in place until it is released; after that, only new migrations are added.
import { type ColumnDefinitionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await createStore(db)
  await createSignUps(db)
  await createClicks(db)
  await createMessages(db)
  await createAudit(db)
}

const required = (column: ColumnDefinitionBuilder) => column.notNull()
const key = (column: ColumnDefinitionBuilder) => column.primaryKey()

/** What the store knows of itself: one row at most, but of `forgotten_rows`. */
async function createStore(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('store')
    .addColumn('only', 'integer', key)
    .addColumn('id', 'text', required)
    .execute()

  await db.schema
    .createTable('noted_time')
    .addColumn('name', 'text', key)
    .addColumn('at', 'bigint', required)
    .addColumn('is_steady', 'integer', required)
    .execute()

  await db.schema
    .createTable('forgotten_rows')
    .addColumn('table_name', 'text', key)
    .addColumn('since', 'bigint', required)
    .addColumn('rows', 'integer', required)
    .addColumn('most', 'integer', required)
    .execute()
}

async function createSignUps(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ups')
    .addColumn('id', 'text', key)
    .addColumn('pool_id', 'text', required)
    .addColumn('sub', 'text', required)
    .addColumn('user_name', 'text', required)
    .addColumn('folded_sub', 'text', required)
    .addColumn('folded_name', 'text', required)
    .addColumn('attributes', 'text', required)
    .addColumn('signed_up_at', 'bigint', required)
    .addColumn('is_imitation', 'integer', required)
    .addColumn('seen_at', 'bigint', required)
    .addUniqueConstraint('one_sign_up_per_sub', ['pool_id', 'sub'])
    .execute()
  await index(db, 'sign_ups_by_folded_sub', 'sign_ups', ['pool_id', 'folded_sub'])
  await index(db, 'sign_ups_by_folded_name', 'sign_ups', ['pool_id', 'folded_name'])

  await db.schema
    .createTable('rounds')
    .addColumn('id', 'text', key)
    .addColumn('sign_up_id', 'text', (column) => column.notNull().references('sign_ups.id'))
    .addColumn('pool_id', 'text', required)
    .addColumn('signed_up_at', 'bigint', required)
    .addColumn('number', 'integer', required)
    .addColumn('version', 'integer', required)
    .addColumn('fence', 'integer', required)
    .addColumn('kind', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('lease_until', 'bigint')
    .addColumn('opened_at', 'bigint', required)
    .addColumn('changed_at', 'bigint', required)
    .addColumn('card', 'text', required)
    .addUniqueConstraint('one_round_per_number', ['sign_up_id', 'number'])
    .execute()
  await index(db, 'rounds_by_change', 'rounds', ['kind', 'changed_at', 'id'])
  await index(db, 'rounds_by_pool', 'rounds', ['pool_id', 'kind', 'id'])
  await index(db, 'rounds_by_card', 'rounds', ['card', 'pool_id', 'kind'])
  await index(
    db,
    'rounds_open',
    'rounds',
    ['pool_id', 'signed_up_at', 'id'],
    sql<SqlBool>`kind in ('waiting', 'claimed')`,
  )

  await db.schema
    .createTable('first_scans')
    .addColumn('pool_id', 'text', key)
    .addColumn('at', 'bigint', required)
    .execute()

  await db.schema
    .createTable('pool_reads')
    .addColumn('pool_id', 'text', key)
    .addColumn('read_at', 'bigint')
    .addColumn('problem', 'text')
    .execute()
}

async function createClicks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('clicks')
    .addColumn('id', 'text', key)
    .addColumn('round_id', 'text')
    .addColumn('request', 'text', required)
    .addColumn('told_by', 'text', required)
    .addColumn('user_id', 'text', required)
    .addColumn('team_id', 'text', required)
    .addColumn('channel', 'text')
    .addColumn('message_ts', 'text')
    .addColumn('response_url', 'text')
    .addColumn('delivery_key', 'text', (column) => column.notNull().unique())
    .addColumn('slack_request_id', 'text')
    .addColumn('clicked_at', 'bigint', required)
    .addColumn('outcome', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('teller', 'text')
    .addColumn('round_version', 'integer')
    .addColumn('told_at', 'bigint')
    .addColumn('bulk_id', 'text')
    .addColumn('message_version', 'integer')
    .execute()
  await index(db, 'clicks_by_round', 'clicks', ['round_id', 'ended_at'])
  await index(db, 'clicks_by_person', 'clicks', ['user_id', 'ended_at'])
  await index(db, 'clicks_untold', 'clicks', ['told_at', 'ended_at'])
  await index(db, 'clicks_by_bulk', 'clicks', ['bulk_id'])
  await index(db, 'clicks_by_end', 'clicks', ['ended_at', 'id'])
  await index(
    db,
    'clicks_with_response_url',
    'clicks',
    ['clicked_at'],
    sql<SqlBool>`response_url is not null`,
  )

  await db.schema
    .createTable('bulk_approvals')
    .addColumn('id', 'text', key)
    .addColumn('form_id', 'text', (column) => column.unique())
    .addColumn('message_id', 'text', required)
    .addColumn('user_id', 'text', required)
    .addColumn('team_id', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .execute()
  await index(db, 'bulk_approvals_by_message', 'bulk_approvals', ['message_id'])

  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', key)
    .addColumn('sign_up_id', 'text', (column) => column.notNull().references('sign_ups.id'))
    .addColumn('round_id', 'text', required)
    .addColumn('click_id', 'text', required)
    .addColumn('user_id', 'text', required)
    .addColumn('team_id', 'text', required)
    .addColumn('fence', 'integer', required)
    .addColumn('sent_at', 'bigint', required)
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('may_have_confirmed', 'integer', required)
    .execute()
  await index(db, 'attempts_by_sign_up', 'attempts', ['sign_up_id'])
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', key)
    .addColumn('pool_id', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('shows', 'text', required)
    .addColumn('planned_at', 'bigint', required)
    .addColumn('version', 'integer', required)
    .addColumn('is_plain', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('ts', 'text')
    .addColumn('drawn_version', 'integer')
    .addColumn('drawing_until', 'bigint')
    .addColumn('doubtful_until', 'bigint')
    .execute()
  await index(db, 'messages_by_pool', 'messages', ['pool_id', 'shows', 'channel', 'kind'])
  await index(db, 'messages_by_ts', 'messages', ['ts'])
  // Few rows of very many are in this index.
  await index(db, 'messages_unposted', 'messages', ['kind'], sql<SqlBool>`kind in ('planned', 'posting')`)
  await index(db, 'messages_behind', 'messages', ['id'], sql<SqlBool>`drawn_version < version`)
  await index(
    db,
    'messages_in_doubt',
    'messages',
    ['doubtful_until'],
    sql<SqlBool>`doubtful_until is not null`,
  )

  await db.schema
    .createTable('message_rounds')
    .addColumn('message_id', 'text', (column) => column.notNull().references('messages.id'))
    .addColumn('round_id', 'text', (column) => column.notNull().references('rounds.id'))
    .addColumn('position', 'integer', required)
    .addPrimaryKeyConstraint('message_rounds_key', ['message_id', 'round_id'])
    .execute()
  await index(db, 'message_rounds_by_round', 'message_rounds', ['round_id'])
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', key)
    .addColumn('holder', 'text', required)
    .addColumn('fence', 'integer', required)
    .addColumn('until', 'bigint', required)
    .execute()

  await db.schema
    .createTable('audit_events')
    .addColumn('id', 'text', key)
    .addColumn('at', 'bigint', required)
    .addColumn('kind', 'text', required)
    .addColumn('pool_id', 'text')
    .addColumn('sub', 'text')
    .addColumn('round_id', 'text')
    .addColumn('click_id', 'text')
    .addColumn('user_id', 'text')
    .addColumn('team_id', 'text')
    .addColumn('outcome', 'text', required)
    .addColumn('slack_request_id', 'text')
    .addColumn('aws_request_id', 'text')
    .execute()
  await index(db, 'audit_events_by_sub', 'audit_events', ['pool_id', 'sub'])
  await index(db, 'audit_events_by_time', 'audit_events', ['at'])
  await index(db, 'audit_events_by_round', 'audit_events', ['round_id'])
}

async function index(
  db: Kysely<unknown>,
  name: string,
  table: string,
  columns: readonly string[],
  /** Only rows for which this is true are in the index. */
  only?: RawBuilder<SqlBool>,
): Promise<void> {
  const all = db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
  await (only === undefined ? all : all.where(only)).execute()
}
