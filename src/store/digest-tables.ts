// Digests: which rounds stand in which, and how they ended. They replace the notices of how many sign-ups of a pool had no card.
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'

/** Only SQL that both SQLite and PostgreSQL understand. */
export async function addDigests(db: Kysely<unknown>): Promise<void> {
  for (const column of ['digest_id', 'digest_result'])
    await db.schema.alterTable('rounds').addColumn(column, 'text').execute()
  await db.schema.alterTable('rounds').addColumn('joined_at', 'bigint').execute()
  await replaceNotices(db)
  const inDigest = sql<SqlBool>`digest_id is not null`
  await index(db, 'rounds_by_digest', ['digest_id', 'kind', 'signed_up_at', 'id'], inDigest)
  await index(db, 'rounds_by_joining', ['digest_id', 'joined_at'], sql<SqlBool>`joined_at is not null`)
  await index(db, 'rounds_for_digests', ['pool_id', 'kind', 'digest_id'], sql<SqlBool>`card = 'digest'`)
}

/** A channel's newest notice becomes its digest; any other one is drawn anew, without those who stood in it. */
async function replaceNotices(db: Kysely<unknown>): Promise<void> {
  await sql`
    update rounds set card = 'digest', digest_id = (
      select kept.id from messages as kept where kept.shows = 'held-back' and kept.kind <> 'gone'
        and kept.channel = (
          select min(own.channel) from messages as own
          where own.shows = 'held-back' and own.kind <> 'gone' and own.pool_id = rounds.pool_id)
      order by kept.planned_at desc, kept.id limit 1
    ) where card = 'held-back'`.execute(db)
  await sql`update messages set shows = 'digest', pool_id = '', version = version + 1
    where shows = 'held-back'`.execute(db)
}

async function index(
  db: Kysely<unknown>,
  name: string,
  columns: readonly string[],
  only: RawBuilder<SqlBool>,
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on('rounds')
    .columns([...columns])
    .where(only)
    .execute()
}
