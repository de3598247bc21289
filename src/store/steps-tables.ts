// Steps: what has to be done about a sign-up once it is confirmed. One row for each, however often the user is let in.
import { type Kysely, type SqlBool, sql } from 'kysely'

export async function createSteps(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('steps')
    .addColumn('sign_up_id', 'text', (column) => column.notNull().references('sign_ups.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('pool_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text', (column) => column.notNull())
    .addColumn('deed', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('fence', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint')
    .addPrimaryKeyConstraint('steps_key', ['sign_up_id', 'name'])
    .execute()
  // Few rows of very many are in this index.
  await db.schema
    .createIndex('steps_due')
    .on('steps')
    .columns(['due_at', 'sign_up_id'])
    .where(sql<SqlBool>`due_at is not null`)
    .execute()
}
