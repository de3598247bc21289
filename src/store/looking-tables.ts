// When something ends by itself that the card of a waiting round shows: who looks into the sign-up, or an approval.
import { type Kysely, type SqlBool, sql } from 'kysely'

/** How long an approval counted when this was written, in milliseconds. */
const week = 604_800_000

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addLooking(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('rounds').addColumn('changes_at', 'bigint').execute()
  // Few rows of very many are in this index.
  await db.schema
    .createIndex('rounds_that_change')
    .on('rounds')
    .columns(['changes_at'])
    .where(sql<SqlBool>`changes_at is not null`)
    .execute()
  // Approvals that count already: by then, all of them have lapsed.
  await sql`
    update rounds set changes_at = changed_at + ${sql.lit(week)}
    where kind = 'waiting' and state like '%"given":[{%'`.execute(db)
}
