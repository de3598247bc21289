// What looking at one sign-up needs: its audit events in their order, however many there are.
import type { Kysely } from 'kysely'

/** The new index takes the place of one that did not order them. */
export async function createLookTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('audit_events_of_sign_up')
    .on('audit_events')
    .columns(['pool_id', 'sub', 'at', 'id'])
    .execute()
  await db.schema.dropIndex('audit_events_by_sub').execute()
}
