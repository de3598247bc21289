// Stores of earlier versions, as they were left: this version opens them and goes on with what was begun.
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { evidenceRules } from '../../src/evidence/evidence-rules.ts'
import type { StoreAddress } from '../../src/store/open-store.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { testPool } from '../support/pool.ts'
import { asAdministrator, freshDatabase } from '../support/postgres/databases.ts'
import { bob, claimedClick, entryOf, poolId, settlement } from './arrange.ts'
import { openStore, type Store, storePath } from './open-store.ts'

const versions = ['0.1.0']

async function storeOf(version: string): Promise<StoreAddress> {
  const kind = inject('database')
  const statements = readFileSync(new URL(`fixtures/${version}.${kind}.sql`, import.meta.url), 'utf8')
  if (kind === 'postgres') {
    const address = await freshDatabase({ isEmpty: true })
    await asAdministrator(address.port, statements, address.database)
    return address
  }
  const path = storePath()
  mkdirSync(dirname(path), { recursive: true })
  const file = new SqliteDatabase(path)
  file.exec(statements)
  file.close()
  return { kind, path }
}

test.each(versions)(
  'a store of version %s opens, keeps what was decided, and goes on with the rest',
  async (version) => {
    const store = await openStore(await storeOf(version))
    const { ledger } = store
    expect(await store.transact(ownStoreId)).toMatch(/^[0-9a-z-]+$/)
    const [decided] = await store.database
      .selectFrom('rounds')
      .select('id')
      .where('kind', '=', 'settled')
      .execute()
    expect((await entryOf(store, decided?.id ?? '')).round.state).toMatchObject({
      kind: 'settled',
      ending: { by: bob },
    })
    expect((await ledger.unended()).map(({ click }) => click.request.kind)).toEqual(['approve', 'approve'])

    const [next] = await ledger.waiting(poolId)
    if (next === undefined) throw new Error('Nobody is waiting')
    expect(await ledger.settle(settlement(store, await claimedClick(store, next.roundId)))).not.toBeNull()
    expect((await ledger.waiting(poolId)).map(({ roundId }) => roundId)).not.toContain(next.roundId)
  },
)

test.each(versions)('in a store of version %s, what was decided is found by the address', async (version) => {
  const store = await openStore(await storeOf(version))
  const [next] = await store.ledger.waiting(poolId)
  const evidence = await store.ledger.evidence(next?.roundId ?? '', evidenceRules(testPool()))
  expect(evidence).toMatchObject({ host: 'example.com', address: { refused: null, approved: { times: 1 } } })
  expect((await entryOf(store, next?.roundId ?? '')).round.evidence).toBeUndefined()
})

test.each(versions)('the tables of a store of version %s become those of a new one', async (version) => {
  expect(await shapeOf(await openStore(await storeOf(version)))).toEqual(await shapeOf(await openStore()))
})

/** Its tables with their columns, and its indexes, as the database describes them. */
async function shapeOf({ database }: Store) {
  const tables = await database.introspection.getTables()
  const indexes =
    inject('database') === 'postgres'
      ? sql<{ text: string }>`select indexdef as text from pg_indexes where schemaname = 'public'`
      : sql<{ text: string }>`select sql as text from sqlite_master where type = 'index' and sql is not null`
  const { rows } = await indexes.execute(database)
  const sorted = <Named extends { readonly name: string }>(all: readonly Named[]) =>
    all.toSorted((one, other) => one.name.localeCompare(other.name))
  return {
    tables: sorted(tables).map(({ name, columns }) => ({ name, columns: sorted(columns) })),
    indexes: rows.map(({ text }) => text).toSorted(),
  }
}
