// SQLite can't write its COMMIT: in this process nothing was saved, but after a crash the file may hold it all the same.
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { CommitUnknown } from '../../src/shared/commit-unknown.ts'
import { openLedger } from '../../src/store/open-ledger.ts'
import type { Schema } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { sqliteTransact } from '../../src/store/transaction.ts'
import { newClick } from './arrange.ts'
import { storePath } from './open-store.ts'

/** A store whose next COMMIT fails. */
async function openFailing() {
  const path = storePath()
  const made = await openSqlite(path)
  if (made.kind !== 'open') throw new Error(`The store is ${made.kind}`)
  await made.close()
  const file = new SqliteDatabase(path)
  let isFailing = false
  const prepare = (statement: string) => {
    if (statement === 'commit' && isFailing) {
      isFailing = false
      throw new SqliteDatabase.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
    }
    return file.prepare<readonly unknown[]>(statement)
  }
  const database = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare, close: () => void file.close() } }),
  })
  onTestFinished(() => database.destroy())
  let ids = 0
  const newId = () => {
    ids += 1
    return `id ${ids}`
  }
  const ledger = openLedger({ transact: sqliteTransact(database, () => new Date()), newId })
  return { ledger, fail: () => (isFailing = true) }
}

test('nobody knows what a COMMIT did that SQLite could not write, and the click is ended as not taken', async () => {
  const { ledger, fail } = await openFailing()
  const fresh = newClick('a round')
  fail()
  const written = ledger.writeDown(fresh, 'click')
  await expect(written).rejects.toBeInstanceOf(CommitUnknown)
  await expect(written).rejects.toMatchObject({ cause: { code: 'SQLITE_IOERR_FSYNC' } })
  expect(await ledger.unended()).toEqual([])
  // Its end is written over what may be left of it in the file.
  expect(await ledger.endNotTaken(fresh, 'click')).toMatchObject({ id: 'click' })
  await expect(ledger.writeDown(fresh)).rejects.toMatchObject({ code: 'not-taken' })
})
