// The audit chain: hashes of each event and of the chain that they form, checkpoints, and triggers that guard what is linked.
import { type Kysely, PostgresAdapter, type SqlBool, sql } from 'kysely'
import { sealEvent } from '../domain/audit-chain.ts'
import type { AuditFields } from '../domain/audit-row.ts'
import { newSalt, sha256 } from './queries/audit-hash.ts'
import type { Schema } from './schema.ts'

/** Adds the columns, hashes the rows that are there, and guards them after that. */
export async function addAuditChain(db: Kysely<Schema>): Promise<void> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  await addColumns(db)
  await createTables(db)
  await hashOldRows(db)
  if (isPostgres) await numberInserts(db)
  await createIndexes(db)
  await (isPostgres ? guardPostgres(db) : guardSqlite(db))
}

async function addColumns(db: Kysely<Schema>): Promise<void> {
  const add = (name: string, type: 'text' | 'bigint') =>
    db.schema.alterTable('audit_events').addColumn(name, type).execute()
  for (const name of ['signature', 'signing_key', 'role_session'] as const) await add(name, 'text')
  await add('inserted', 'bigint')
  for (const name of [
    'content_hash',
    'applicant_salt',
    'applicant_hash',
    'actor_salt',
    'actor_hash',
  ] as const)
    await add(name, 'text')
  await add('seq', 'bigint')
  await add('chain_hash', 'text')
}

async function createTables(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('audit_chain')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('chain_hash', 'text', (column) => column.notNull())
    .addColumn('rows', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('audit_checkpoints')
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('chain_hash', 'text', (column) => column.notNull())
    .addColumn('rows', 'bigint', (column) => column.notNull())
    .addColumn('signature', 'text')
    .addColumn('signing_key', 'text')
    .addPrimaryKeyConstraint('audit_checkpoints_key', ['seq', 'kind'])
    .execute()
  await db.schema
    .createTable('audit_erasing')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .execute()
}

async function createIndexes(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createIndex('audit_events_by_seq')
    .unique()
    .on('audit_events')
    .column('seq')
    .where(sql<SqlBool>`seq is not null`)
    .execute()
  await db.schema
    .createIndex('audit_events_with_applicant')
    .on('audit_events')
    .columns(['at', 'id'])
    .where(sql<SqlBool>`applicant_salt is not null`)
    .execute()
  // Few rows of very many are in this index.
  await db.schema
    .createIndex('audit_events_unlinked')
    .on('audit_events')
    .columns(['inserted', 'id'])
    .where(sql<SqlBool>`seq is null`)
    .execute()
}

/** How many rows one statement hashes: each takes seven values, and SQLite allows 32,766. */
const rowsHashed = 500

/** They are linked later, as any others, in the order of their time; an event after them tells that they are older than the chain. */
async function hashOldRows(db: Kysely<Schema>): Promise<void> {
  let [rows, last] = [0, { at: Number.MIN_SAFE_INTEGER, id: '' }]
  for (;;) {
    const page = await readOldRows(db, last)
    const end = page.at(-1)
    if (end === undefined) break
    await fillHashes(db, page, rows)
    rows += page.length
    last = { at: end.at, id: end.id }
  }
  if (rows > 0) await noteBeginning(db, { at: last.at, rows })
}

function readOldRows(db: Kysely<Schema>, { at, id }: { readonly at: number; readonly id: string }) {
  return db
    .selectFrom('audit_events')
    .select(['id', 'at', 'kind', 'pool_id', 'sub', 'round_id', 'click_id', 'user_id', 'team_id', 'outcome'])
    .select(['slack_request_id', 'aws_request_id', 'entitlement'])
    .where((row) => row(row.refTuple('at', 'id'), '>', row.tuple(at, id)))
    .orderBy('at')
    .orderBy('id')
    .limit(rowsHashed)
    .execute()
}

async function fillHashes(db: Kysely<Schema>, page: readonly AuditFields[], before: number): Promise<void> {
  const filled = page.map((row, index) => {
    const { content_hash, applicant_salt, applicant_hash, actor_salt, actor_hash } = sealEvent(
      row,
      sha256,
      newSalt,
    )
    const own = sql`${applicant_salt}, ${applicant_hash}, ${actor_salt}, ${actor_hash}`
    return sql`(${row.id}, ${before + index + 1}, ${content_hash}, ${own})`
  })
  // Both databases name the columns of VALUES so.
  await sql`
    update audit_events set inserted = cast(filled.column2 as bigint), content_hash = filled.column3,
      applicant_salt = filled.column4, applicant_hash = filled.column5, actor_salt = filled.column6,
      actor_hash = filled.column7
    from (values ${sql.join(filled)}) as filled where audit_events.id = filled.column1`.execute(db)
}

async function noteBeginning(
  db: Kysely<Schema>,
  { at, rows }: { readonly at: number; readonly rows: number },
): Promise<void> {
  const outcome = JSON.stringify({ kind: 'chain-began', rows })
  const event = { id: 'chain-began', at, kind: 'chain-began', outcome }
  await db
    .insertInto('audit_events')
    .values({ ...event, ...sealEvent(event, sha256, newSalt), inserted: rows + 1 })
    .execute()
}

/** SQLite, where one transaction runs at a time, counts in the statement that inserts. */
async function numberInserts(db: Kysely<Schema>): Promise<void> {
  await sql`create sequence audit_events_inserted owned by audit_events.inserted`.execute(db)
  await sql`
    select setval('audit_events_inserted', (select coalesce(max(inserted), 0) + 1 from audit_events), false)`.execute(
    db,
  )
  await sql`
    alter table audit_events alter column inserted set default nextval('audit_events_inserted')`.execute(db)
}

const refusals = {
  changed: 'a linked audit event can only be changed by an erasure that another event names',
  deleted: 'an audit event can only be deleted up to a sealed cut',
} as const

/** What an erasure leaves as it is. */
const kept = [
  ...['id', 'at', 'kind', 'pool_id', 'sub', 'round_id', 'click_id', 'user_id', 'team_id', 'slack_request_id'],
  ...['aws_request_id', 'signature', 'signing_key', 'role_session', 'inserted', 'content_hash'],
  ...['applicant_hash', 'actor_salt', 'actor_hash', 'seq', 'chain_hash'],
] as const

const isErasure = `
  new.applicant_salt is null and old.applicant_salt is not null and exists (
    select 1 from audit_erasing join audit_events on audit_events.id = audit_erasing.event_id
    where audit_erasing.seq = old.seq and audit_events.kind = 'applicants-erased')`

const isKept = `coalesce(old.seq > (select max(seq) from audit_checkpoints where kind = 'cut'), true)`

async function guardSqlite(db: Kysely<Schema>): Promise<void> {
  const same = kept.map((column) => `new.${column} is old.${column}`).join(' and ')
  await sql`
    create trigger audit_events_unchanged before update on audit_events
    when old.seq is not null and not (${sql.raw(same)} and ${sql.raw(isErasure)})
    begin select raise(abort, ${sql.lit(refusals.changed)}); end`.execute(db)
  await sql`
    create trigger audit_events_undeleted before delete on audit_events when ${sql.raw(isKept)}
    begin select raise(abort, ${sql.lit(refusals.deleted)}); end`.execute(db)
}

async function guardPostgres(db: Kysely<Schema>): Promise<void> {
  const same = kept.map((column) => `new.${column} is not distinct from old.${column}`).join(' and ')
  await createFunction(db, 'audit_events_unchanged', `${same} and ${isErasure}`, 'new', refusals.changed)
  await createFunction(db, 'audit_events_undeleted', `not ${isKept}`, 'old', refusals.deleted)
  await createFunction(db, 'audit_events_not_emptied', 'false', 'null', refusals.deleted)
  await sql`
    create trigger audit_events_unchanged before update on audit_events
    for each row when (old.seq is not null) execute function audit_events_unchanged()`.execute(db)
  await sql`
    create trigger audit_events_undeleted before delete on audit_events
    for each row execute function audit_events_undeleted()`.execute(db)
  await sql`
    create trigger audit_events_not_emptied before truncate on audit_events
    for each statement execute function audit_events_not_emptied()`.execute(db)
}

/** It finds our tables wherever they were made, whatever the session's search path is. */
async function createFunction(
  db: Kysely<Schema>,
  name: string,
  allowed: string,
  goesOn: 'new' | 'old' | 'null',
  refusal: string,
): Promise<void> {
  await sql`
    create function ${sql.id(name)}() returns trigger language plpgsql set search_path from current as ${sql.lit(`
    begin
      if ${allowed} then return ${goesOn}; end if;
      raise exception '${refusal}' using errcode = 'integrity_constraint_violation';
    end`)}`.execute(db)
}
