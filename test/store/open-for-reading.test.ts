// The store as `npm run audit` opens it: nothing is created or changed, whatever is there.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, inject, it } from 'vitest'
import { openForReading } from '../../src/store/audit/open-for-reading.ts'
import { migrations } from '../../src/store/migrations.ts'
import type { StoreAddress } from '../../src/store/open-store.ts'
import { freshDatabase } from '../support/postgres/databases.ts'
import { openStore, storePath } from './open-store.ts'

async function emptyPlace(): Promise<StoreAddress> {
  return inject('database') === 'postgres'
    ? freshDatabase({ isEmpty: true })
    : { kind: 'sqlite', path: storePath() }
}

it('is not made if it is missing', async () => {
  const address = await emptyPlace()
  expect(await openForReading(address)).toMatchObject({ kind: 'none' })
  if (address.kind === 'sqlite') expect(existsSync(dirname(address.path))).toBe(false)
})

it('is not brought up to date', async () => {
  const { address, database } = await openStore()
  const last = Object.keys(migrations).at(-1) ?? ''
  const history = database.withTables<{ kysely_migration: { name: string; timestamp: string } }>()
  await history.deleteFrom('kysely_migration').where('name', '=', last).execute()
  expect(await openForReading(address)).toMatchObject({ kind: 'behind' })
  await history
    .insertInto('kysely_migration')
    .values([
      { name: last, timestamp: '2026-01-01T00:00:00.000Z' },
      { name: '9999-from-the-future', timestamp: '2026-01-01T00:00:00.000Z' },
    ])
    .execute()
  expect(await openForReading(address)).toMatchObject({
    kind: 'unusable',
    problem: { kind: 'database-unusable', problem: { kind: 'newer' } },
  })
})

it('refuses what is no store, with the reason', async () => {
  if (inject('database') === 'postgres') {
    const address = { ...(await freshDatabase()), user: 'nobody' }
    expect(await openForReading(address)).toMatchObject({ kind: 'unusable' })
    expect(await openForReading({ ...address, port: 1 })).toMatchObject({ kind: 'out-of-reach' })
    return
  }
  const path = storePath()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'a letter to the auditor, and certainly no database at all'.repeat(100))
  expect(await openForReading({ kind: 'sqlite', path })).toEqual({
    kind: 'unusable',
    problem: { kind: 'store-unusable', path, reason: 'SQLITE_NOTADB' },
  })
})
