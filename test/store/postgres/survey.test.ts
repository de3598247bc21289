// What the doctor sees of a PostgreSQL database, while bots may be using it.
import { Client } from 'pg'
import { expect, test } from 'vitest'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { ownStoreId } from '../../../src/store/queries/store-id.ts'
import { surveyStore } from '../../../src/store/survey/survey-store.ts'
import { freshDatabase } from '../../support/postgres/databases.ts'
import { openPooler } from '../../support/postgres/open-pooler.ts'
import { grace, poolId } from '../arrange.ts'
import { openStore } from '../open-store.ts'

const look = (address: PostgresAddress) => surveyStore(address, [poolId], () => new Date())

test('a store in use: who waits, who works on it, and what stands in front of it', async () => {
  const address = await freshDatabase()
  const { ledger, transact } = await openStore(address)
  await ledger.record([grace()])
  await transact(ownStoreId)
  await ledger.noteProcess('a bot', 2)
  expect(await look(address)).toMatchObject({
    kind: 'seen',
    tables: 'current',
    rows: { waiting: 1, unended: { count: 0 }, processes: [{ holder: 'a bot', connections: 2 }] },
    server: { isEncrypted: false, pooler: 'none' },
  })
})

test('how far its clock is from this machine’s', async () => {
  const address = await freshDatabase()
  const minute = 60_000
  for (const ahead of [0, 10 * minute, -10 * minute]) {
    const seen = await surveyStore(address, [poolId], () => new Date(Date.now() - ahead))
    const { clockAhead = Number.NaN } = (seen.kind === 'seen' ? seen.server : null) ?? {}
    expect(Math.abs(clockAhead - ahead)).toBeLessThan(10_000)
  }
})

test('an empty database, and one of a newer version, are left as they are', async () => {
  const empty = await freshDatabase({ isEmpty: true })
  expect(await look(empty)).toMatchObject({ kind: 'seen', tables: 'none', rows: null })
  expect(await look(empty)).toMatchObject({ tables: 'none' })

  // Not one that other tests get afterwards.
  const later = await freshDatabase({ isEmpty: true })
  await (await openStore(later)).close()
  const client = new Client({ ...later, ssl: false })
  await client.connect()
  await client.query("insert into kysely_migration (name, timestamp) values ('9999-later', 'now')")
  await client.end()
  expect(await look(later)).toMatchObject({ kind: 'unusable', problem: { problem: { kind: 'newer' } } })
})

test('a database that is away, or that lets nobody in', async () => {
  const address = await freshDatabase()
  expect(await look({ ...address, port: 1 })).toMatchObject({ kind: 'out-of-reach', code: 'ECONNREFUSED' })
  expect(await look({ ...address, user: 'nobody_known' })).toMatchObject({
    kind: 'unusable',
    problem: { kind: 'database-unusable', problem: { kind: 'not-let-in' } },
  })
})

test('a pooler that has no session for a second connection', async () => {
  const address = await freshDatabase()
  await (await openStore(address)).transact(ownStoreId)
  const pooled = await openPooler(address, 'session', 1)
  expect(await look(pooled)).toMatchObject({ kind: 'seen', tables: 'current', server: { pooler: 'session' } })
})

test.each(['session', 'transaction'] as const)('a pooler in %s mode that others use, too', async (mode) => {
  const address = await freshDatabase()
  await (await openStore(address)).transact(ownStoreId)
  const pooled = await openPooler(address, mode)
  expect(await look(pooled)).toMatchObject({ kind: 'seen', tables: 'current', server: { pooler: mode } })
})
