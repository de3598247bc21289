// What evidence is read from: each sign-up's folded address and last decision, what past decisions leave, and what cards show.
import { type Kysely, type SqlBool, sql } from 'kysely'
import { decisionIn } from '../domain/evidence.ts'
import { roundStateFormat } from '../domain/round.ts'
import { attributesFormat } from '../domain/sign-up.ts'
import { addressColumns } from './queries/address-columns.ts'
import { decidedColumns } from './queries/decided.ts'
import type { Schema } from './schema.ts'

/** Adds the columns, fills them for the rows that are there, and adds the indexes after that, which is quicker. */
export async function addEvidence(db: Kysely<Schema>): Promise<void> {
  for (const column of ['folded_address', 'folded_host', 'decided', 'decided_reason'])
    await db.schema.alterTable('sign_ups').addColumn(column, 'text').execute()
  await db.schema.alterTable('sign_ups').addColumn('decided_at', 'bigint').execute()
  await db.schema.alterTable('rounds').addColumn('evidence', 'text').execute()
  await createMemory(db)
  for (let last: string | null = ''; last !== null; ) last = await fillSome(db, last)
  await createIndexes(db)
}

async function createMemory(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('memory_key')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('past_decisions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('pool_id', 'text', (column) => column.notNull())
    .addColumn('address_hash', 'text', (column) => column.notNull())
    .addColumn('host_hash', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text')
    .execute()
}

async function createIndexes(db: Kysely<Schema>): Promise<void> {
  const isDecided = sql<SqlBool>`decided is not null`
  const on = (name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on('sign_ups')
      .columns([...columns])
  await on('sign_ups_by_host', ['pool_id', 'folded_host', 'signed_up_at']).execute()
  await on('sign_ups_decided_by_address', ['pool_id', 'folded_address', 'decided', 'decided_at'])
    .where(isDecided)
    .execute()
  await on('sign_ups_decided_by_host', ['pool_id', 'folded_host', 'decided']).where(isDecided).execute()
  const ofPast = (name: string, columns: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on('past_decisions')
      .columns([...columns])
  await ofPast('past_decisions_by_address', ['pool_id', 'address_hash', 'outcome', 'day']).execute()
  await ofPast('past_decisions_by_host', ['pool_id', 'host_hash', 'outcome', 'day']).execute()
  await ofPast('past_decisions_by_day', ['pool_id', 'day', 'id']).execute()
}

/** How many rows one statement fills: each takes six values, and SQLite allows 32,766. */
const rowsFilled = 500

/** Goes on after this row. Null at the end. */
async function fillSome(db: Kysely<Schema>, after: string): Promise<string | null> {
  const rows = await db
    .selectFrom('sign_ups')
    .select(['id', 'attributes'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(rowsFilled)
    .execute()
  const last = rows.at(-1)?.id
  if (last === undefined) return null
  const ids = rows.map(({ id }) => id)
  const decided = await readDecided(db, ids)
  const filled = rows.map(({ id, attributes: text }) => {
    const attributes = attributesFormat.parse(JSON.parse(text))
    const row = { ...addressColumns({ attributes }), ...(decided.get(id) ?? decidedColumns('none')) }
    const { folded_address: address, folded_host: host, decided_at: at, decided_reason: reason } = row
    return sql`(${id}, ${address}, ${host}, ${row.decided}, ${at}, ${reason})`
  })
  // Both databases name the columns of VALUES so.
  await sql`
    update sign_ups set folded_address = filled.column2, folded_host = filled.column3, decided = filled.column4,
      decided_at = cast(filled.column5 as bigint), decided_reason = filled.column6
    from (values ${sql.join(filled)}) as filled where sign_ups.id = filled.column1`.execute(db)
  return last
}

/** What the team decided last about each of these. Not asked for settled rounds only: SQLite would read all of them. */
async function readDecided(db: Kysely<Schema>, signUpIds: readonly string[]) {
  const rounds = await db
    .selectFrom('rounds')
    .select(['sign_up_id', 'state'])
    .where('sign_up_id', 'in', [...signUpIds])
    .orderBy('number')
    .execute()
  const decided = new Map<string, ReturnType<typeof decidedColumns>>()
  for (const { sign_up_id, state } of rounds) {
    const settled = roundStateFormat.parse(JSON.parse(state))
    const decision = settled.kind === 'settled' ? decisionIn(settled.ending) : 'unchanged'
    if (decision !== 'unchanged') decided.set(sign_up_id, decidedColumns(decision))
  }
  return decided
}
