// The store is this Countersign's alone: others in the same database neither get in its way nor are touched.
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import { openStore } from '../../../src/store/open-store.ts'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { startProblemLines } from '../../../src/wording/start.ts'
import { asAdministrator, freshDatabase } from '../../support/postgres/databases.ts'
import { quiet } from './replicas.ts'

/** A database to which this user was let in, and no more. */
async function letIn(
  given: PostgresAddress | null = null,
  rights = '',
): Promise<PostgresAddress & { readonly user: string }> {
  const address = given ?? (await freshDatabase({ isEmpty: true }))
  const user = `user_${randomUUID().replaceAll('-', '')}`
  await administer(address, `create role ${user} login ${rights}`)
  onTestFinished(() =>
    asAdministrator(
      inject('postgresPort'),
      `drop owned by ${user} cascade; drop role ${user}`,
      address.database,
    ),
  )
  return { ...address, user }
}

function administer({ port, database }: PostgresAddress, statements: string): Promise<void> {
  return asAdministrator(port, statements, database)
}

/** As docs/several-replicas.md sets it up. */
async function withOwnSchema(given: PostgresAddress | null = null): Promise<PostgresAddress> {
  const address = await letIn(given)
  const { user } = address
  await administer(
    address,
    `create schema ${user} authorization ${user}; alter role ${user} set search_path to ${user}`,
  )
  return address
}

const inPublic = 'grant create on schema public to public'

function open(address: PostgresAddress) {
  return openStore({ address, origin: 'a test', clock: systemClock, log: quiet })
}

/** Opens the store, which makes its tables, and closes it. */
async function openOnce(address: PostgresAddress): Promise<string> {
  const opened = await open(address)
  if (opened.kind !== 'open') throw new Error(`The store is ${opened.kind}: ${JSON.stringify(opened)}`)
  await opened.close()
  return opened.storeId
}

/** What the operator reads about it. */
async function mistake(address: PostgresAddress): Promise<string> {
  const opened = await open(address)
  if (opened.kind === 'open') await opened.close()
  if (opened.kind !== 'unusable') throw new Error(`The store is ${opened.kind}`)
  return startProblemLines([opened.problem], []).join('\n')
}

/** Every table with its schema and owner. */
async function tablesIn({ port, database }: PostgresAddress): Promise<readonly string[]> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database })
  await client.connect()
  try {
    const { rows } = await client.query<{ table: string }>(`
      select schemaname || '.' || tablename || ' of ' || tableowner as table from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`)
    return rows.map(({ table }) => table)
  } finally {
    await client.end()
  }
}

describe('tables that another role owns are refused, and left as they are', () => {
  it('if another program has a table of such a name', async () => {
    const address = await letIn()
    await administer(address, `${inPublic}; create table clicks (id text); grant all on clicks to public`)
    expect(await mistake(address)).toMatch(
      /^DATABASE_URL: the table public\.clicks in test_\w+ at \S+ belongs to postgres, and user_\w+ may not act as that role: it may hold what is not Countersign's\. Give user_\w+ a schema of its own \(/,
    )
    expect(await tablesIn(address)).toEqual(['public.clicks of postgres'])
  })

  it('if another program keeps its own migrations there', async () => {
    const address = await letIn()
    await administer(address, `${inPublic}; create table kysely_migration (name text)`)
    expect(await mistake(address)).toContain('the table public.kysely_migration in ')
  })

  it('if they are another Countersign’s, even if this user may write to them', async () => {
    const first = await letIn()
    await administer(first, inPublic)
    await openOnce(first)
    await administer(first, 'grant all on all tables in schema public to public')
    const before = await tablesIn(first)
    expect(await mistake(await letIn(first))).toContain(` belongs to ${first.user}, and `)
    expect(await tablesIn(first)).toEqual(before)
  })

  it('if somebody else restored some of them from a backup', async () => {
    const address = await withOwnSchema()
    await openOnce(address)
    await administer(address, `alter table ${address.user}.audit_events owner to postgres`)
    expect(await mistake(address)).toMatch(/audit_events in .* If the tables are this Countersign's, /)
  })

  it('if this user is a member of the owner, but does not have its rights', async () => {
    const owner = await letIn()
    await administer(owner, inPublic)
    await openOnce(owner)
    const member = await letIn(owner, `noinherit in role ${owner.user}`)
    expect(await mistake(member)).toContain(` belongs to ${owner.user}, and `)
  })
})

describe('the tables may belong to', () => {
  it('a role whose rights this user has', async () => {
    const owner = await letIn()
    await administer(owner, inPublic)
    const storeId = await openOnce(owner)
    expect(await openOnce(await letIn(owner, `inherit in role ${owner.user}`))).toBe(storeId)
  })

  it('anybody if this user is a superuser, as for all that it does', async () => {
    const owner = await letIn()
    await administer(owner, inPublic)
    const storeId = await openOnce(owner)
    expect(await openOnce({ ...owner, user: 'postgres' })).toBe(storeId)
  })
})

describe('a user with a schema of its own', () => {
  it('has its tables there, whatever other programs have in the same database', async () => {
    const address = await withOwnSchema()
    await administer(
      address,
      `${inPublic}; create table clicks (id text); create table kysely_migration (name text)`,
    )
    const storeId = await openOnce(address)
    const tables = await tablesIn(address)
    expect(tables).toContain(`${address.user}.clicks of ${address.user}`)
    expect(tables.filter((table) => table.startsWith('public.'))).toEqual([
      'public.clicks of postgres',
      'public.kysely_migration of postgres',
    ])
    expect(await openOnce(address)).toBe(storeId)
  })

  it('shares the database with another Countersign, which has another schema', async () => {
    const one = await withOwnSchema()
    const other = await withOwnSchema(one)
    // The other can see into the first one’s schema.
    await administer(one, `grant usage on schema ${one.user} to ${other.user}`)
    const storeId = await openOnce(one)
    expect(await openOnce(other)).not.toBe(storeId)
    expect(await openOnce(one)).toBe(storeId)
  })

  it('still finds the store that it had in public, as the search path says', async () => {
    const address = await letIn()
    const { user } = address
    await administer(address, inPublic)
    const storeId = await openOnce(address)
    // "$user" comes first in the default search path.
    await administer(address, `create schema ${user} authorization ${user}`)
    expect(await openOnce(address)).toBe(storeId)
  })
})
