// Rounds that somebody opened to take back how the last one ended.
import type { Kysely } from 'kysely'

export async function addNextRounds(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('rounds').addColumn('origin', 'text').execute()
}
