// How the tables came to be, oldest first. Only SQL that SQLite and PostgreSQL both speak.
import { type Kysely, sql } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import type { TablesTrouble } from '../domain/start-mistake.ts'
import type { Schema } from './schema.ts'

const migrations: Readonly<Record<string, Migration>> = {
  '0001-the-first-tables': { up: createFirstTables },
  '0002-many-at-once': { up: makeRoomForMany },
  '0003-lost-postings-and-old-cards': { up: rememberWhatWasLookedFor },
  '0004-what-is-old': { up: createIndexesByAge },
}

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
export async function migrate(database: Kysely<Schema>): Promise<TablesTrouble | null> {
  const executed = await executedMigrations(database)
  const trouble = historyTrouble(executed)
  // Kysely would look at every table twice to find that nothing is left to do.
  if (trouble !== null || executed.length === Object.keys(migrations).length) return trouble
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve({ ...migrations }) }
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
function historyTrouble(executed: readonly string[]): TablesTrouble | null {
  const ours = Object.keys(migrations)
  const misplaced = executed.find((name, index) => name !== ours[index])
  if (misplaced === undefined) return null
  if (ours.every((name, index) => name === executed[index])) return { kind: 'newer' }
  const odd = executed.find((name) => !ours.includes(name)) ?? misplaced
  return { kind: 'not-brought-up-to-date', reason: `${DEFAULT_MIGRATION_TABLE} lists ${odd}` }
}

async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_ups')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('sub', 'text', (c) => c.notNull())
    .addColumn('user_name', 'text', (c) => c.notNull())
    .addColumn('attributes', 'text', (c) => c.notNull())
    .addColumn('signed_up_at', 'bigint', (c) => c.notNull())
    .addColumn('is_imitation', 'integer', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('one_sign_up_per_sub', ['pool_id', 'sub'])
    .execute()
  await db.schema
    .createIndex('sign_ups_by_user_name')
    .on('sign_ups')
    .columns(['pool_id', 'user_name'])
    .execute()

  await db.schema
    .createTable('rounds')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sign_up_id', 'text', (c) => c.notNull().references('sign_ups.id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('fence', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('lease_until', 'bigint')
    .addColumn('opened_at', 'bigint', (c) => c.notNull())
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('one_round_per_number', ['sign_up_id', 'number'])
    .execute()
  await db.schema.createIndex('rounds_by_kind').on('rounds').column('kind').execute()

  await db.schema
    .createTable('clicks')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('round_id', 'text', (c) => c.notNull())
    .addColumn('request', 'text')
    .addColumn('is_private', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('team_id', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('message_ts', 'text')
    .addColumn('response_url', 'text')
    .addColumn('delivery_key', 'text', (c) => c.notNull().unique())
    .addColumn('slack_request_id', 'text')
    .addColumn('clicked_at', 'bigint', (c) => c.notNull())
    .addColumn('outcome', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('is_told_by_card', 'integer')
    .addColumn('told_at', 'bigint')
    .execute()
  await db.schema.createIndex('clicks_by_round').on('clicks').column('round_id').execute()
  await db.schema.createIndex('clicks_untold').on('clicks').column('told_at').execute()

  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('sign_up_id', 'text', (c) => c.notNull().references('sign_ups.id'))
    .addColumn('round_id', 'text', (c) => c.notNull())
    .addColumn('click_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('team_id', 'text', (c) => c.notNull())
    .addColumn('fence', 'integer', (c) => c.notNull())
    .addColumn('sent_at', 'bigint', (c) => c.notNull())
    .addColumn('answer', 'text')
    .addColumn('answered_at', 'bigint')
    .addColumn('may_have_confirmed', 'integer', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('attempts_by_sign_up').on('attempts').column('sign_up_id').execute()

  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('pool_id', 'text', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('ts', 'text')
    .addColumn('posting_id', 'text')
    .addColumn('posting_since', 'bigint')
    .addColumn('drawer', 'text')
    .addColumn('drawer_fence', 'integer', (c) => c.notNull())
    .addColumn('drawer_until', 'bigint')
    .addColumn('planned_at', 'bigint', (c) => c.notNull())
    .addColumn('gone_at', 'bigint')
    .execute()
  await db.schema.createIndex('messages_by_ts').on('messages').column('ts').execute()

  await db.schema
    .createTable('message_rounds')
    .addColumn('message_id', 'text', (c) => c.notNull().references('messages.id'))
    .addColumn('round_id', 'text', (c) => c.notNull().references('rounds.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('drawn_version', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('message_rounds_key', ['message_id', 'round_id'])
    .execute()
  await db.schema.createIndex('message_rounds_by_round').on('message_rounds').column('round_id').execute()

  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('fence', 'integer', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute()

  await db.schema
    .createTable('audit_events')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('pool_id', 'text')
    .addColumn('sub', 'text')
    .addColumn('round_id', 'text', (c) => c.notNull())
    .addColumn('click_id', 'text')
    .addColumn('user_id', 'text')
    .addColumn('team_id', 'text')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('slack_request_id', 'text')
    .addColumn('aws_request_id', 'text')
    .execute()
  await db.schema.createIndex('audit_events_by_sub').on('audit_events').columns(['pool_id', 'sub']).execute()
}

async function makeRoomForMany(db: Kysely<unknown>): Promise<void> {
  const addFlag = (table: string, column: string) =>
    db.schema
      .alterTable(table)
      .addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  await addFlag('rounds', 'wants_card')
  await addFlag('rounds', 'is_held_back')
  await db.schema.createIndex('rounds_wanting_card').on('rounds').column('wants_card').execute()
  await db.schema.createIndex('rounds_held_back').on('rounds').column('is_held_back').execute()

  await db.schema
    .alterTable('messages')
    .addColumn('kind', 'text', (c) => c.notNull().defaultTo('cards'))
    .execute()
  await addFlag('messages', 'version')
  await addFlag('messages', 'drawn_version')
  await addFlag('messages', 'is_behind')
  await db.schema.createIndex('messages_behind').on('messages').column('is_behind').execute()
  await db.schema.createIndex('messages_by_posting').on('messages').column('posting_id').execute()

  await db.schema.alterTable('clicks').addColumn('bulk_id', 'text').execute()
  await db.schema.createIndex('clicks_by_bulk').on('clicks').column('bulk_id').execute()
  await db.schema.createIndex('clicks_by_end').on('clicks').column('ended_at').execute()
  await db.schema
    .createTable('bulk_approvals')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('form_id', 'text', (c) => c.notNull().unique())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('team_id', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('bulk_approvals_by_message').on('bulk_approvals').column('message_id').execute()

  await db.schema
    .createTable('first_scans')
    .addColumn('pool_id', 'text', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await bringOldRowsAlong(db)
}

/** Rows from before are as they would have been: every waiting round has or wants its card, and no pool is new. */
async function bringOldRowsAlong(db: Kysely<unknown>): Promise<void> {
  await sql`insert into first_scans (pool_id, at) select pool_id, max(seen_at) from sign_ups group by pool_id`.execute(
    db,
  )
  await sql`
    update messages set is_behind = 1
    where gone_at is null and exists (
      select 1 from message_rounds join rounds on rounds.id = message_rounds.round_id
      where message_rounds.message_id = messages.id and message_rounds.drawn_version < rounds.version)`.execute(
    db,
  )
  await sql`
    update rounds set wants_card = 1
    where kind <> 'settled' and not exists (
      select 1 from message_rounds join messages on messages.id = message_rounds.message_id
      where message_rounds.round_id = rounds.id and messages.gone_at is null)`.execute(db)
}

/** What is to be forgotten is found by its age. */
async function createIndexesByAge(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('rounds_by_change').on('rounds').columns(['kind', 'changed_at']).execute()
  await db.schema.createIndex('audit_events_by_time').on('audit_events').column('at').execute()
  await db.schema.createIndex('audit_events_by_round').on('audit_events').column('round_id').execute()
}

async function rememberWhatWasLookedFor(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('doubtful_until', 'bigint').execute()
  await db.schema
    .createTable('read_channels')
    .addColumn('channel', 'text', (c) => c.primaryKey())
    .addColumn('read_at', 'bigint', (c) => c.notNull())
    .execute()
}
