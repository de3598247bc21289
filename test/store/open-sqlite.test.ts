import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Migrations, migrate, migrations } from '../../src/store/migrations.ts'
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts'
import { fileSystemOf } from '../../src/store/sqlite/place.ts'
import { claimedClick, entryOf, settlement, waitingRound, writtenClick } from './arrange.ts'
import { openStore as openAnyStore, type StillClock, storePath } from './open-store.ts'

async function openStore(path = storePath(), clock?: StillClock) {
  return { path, ...(await openAnyStore({ kind: 'sqlite', path }, clock)) }
}

describe('the SQLite file', () => {
  it('is created with its folder', async () => {
    const path = storePath()
    expect(existsSync(dirname(path))).toBe(false)
    await openStore(path)
    expect(existsSync(path)).toBe(true)
  })

  it('has every commit on disk before it counts', async () => {
    const { database } = await openStore()
    const journal = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(database)
    const synchronous = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(database)
    expect(journal.rows).toEqual([{ journal_mode: 'wal' }])
    expect(synchronous.rows).toEqual([{ synchronous: 2 }])
  })

  it('waits at most two seconds for a busy file', async () => {
    const { database } = await openStore()
    const { rows } = await sql<{ timeout: number }>`PRAGMA busy_timeout`.execute(database)
    expect(rows).toEqual([{ timeout: 2000 }])
  })

  it('holds a click as soon as it is written down, for every reader of the file', async () => {
    const store = await openStore()
    const { id } = await writtenClick(store, 'a round')
    const reader = new SqliteDatabase(store.path, { readonly: true })
    onTestFinished(() => void reader.close())
    expect(reader.prepare('SELECT id FROM clicks').all()).toEqual([{ id }])
  })

  it('keeps everything when it is opened again', async () => {
    const store = await openStore()
    const waiting = await waitingRound(store)
    const { clickId, attemptId } = await claimedClick(store, waiting.roundId)
    const before = await entryOf(store, waiting.roundId)
    await store.close()

    const again = await openStore(store.path, store.clock)
    expect(await entryOf(again, waiting.roundId)).toEqual(before)
    expect(await again.ledger.unended()).toMatchObject([{ click: { id: clickId }, holdsClaim: true }])
    const fence = await again.ledger.takeOver(waiting.roundId, 'process 2', true)
    const claim = { roundId: waiting.roundId, clickId, fence: fence ?? 0, attemptId }
    expect(await again.ledger.settle(settlement(again, claim))).not.toBeNull()
  })

  it('can be brought up to date repeatedly', async () => {
    const store = await openStore()
    const { roundId } = await waitingRound(store)
    await migrate(store.database, migrations)
    await migrate(store.database, migrations)
    expect((await entryOf(store, roundId)).signUp.sub).toBe('sub-grace')
  })

  it('says why, if no store can be kept there', async () => {
    const path = storePath()
    mkdirSync(dirname(path))
    writeFileSync(path, 'This is a letter and no database, however long one looks at it.'.repeat(20))
    expect(await openSqlite(path)).toEqual({ kind: 'unusable', reason: 'SQLITE_NOTADB' })
    expect(await openSqlite(`${path}/below/a-file.db`)).toMatchObject({ kind: 'unusable' })
  })

  it('can’t be a folder, beside which nothing is left', async () => {
    const folder = dirname(storePath())
    mkdirSync(folder, { recursive: true })
    expect(await openSqlite(folder)).toEqual({ kind: 'unusable', reason: 'EISDIR' })
    expect(existsSync(`${folder}.lock`)).toBe(false)
  })

  it('can’t be in a folder that nobody can make, and that is found at once', async () => {
    expect(await openSqlite('/proc/no-such-process/data/countersign.db')).toMatchObject({ kind: 'unusable' })
  })

  it('is in a folder that only its own user may enter', async () => {
    const { path } = await openStore()
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })
})

describe('a file system', () => {
  it.each([
    [0x6969, 'NFS'],
    [0xfe534d42, 'SMB'],
    [0xfe534d42 | 0, 'SMB'],
    [0xff534d42, 'CIFS'],
  ])('%i of the network takes no store: %s', async (type, name) => {
    const path = storePath()
    const opened = await openSqlite(path, migrations, () => fileSystemOf(type))
    expect(opened).toEqual({ kind: 'on-network', fileSystem: name })
    expect(existsSync(path)).toBe(false)
  })

  it.each([
    [0x65735546, 'FUSE'],
    [0x01021997, '9p'],
    [0xef53, null],
  ])('%i may be doubtful: %s', async (type, doubtfulFileSystem) => {
    const opened = await openSqlite(storePath(), migrations, () => fileSystemOf(type))
    expect(opened).toMatchObject({ kind: 'open', doubtfulFileSystem })
    if (opened.kind === 'open') await opened.close()
  })
})

/** The SQL of every table, and the migrations that ran. */
function contents(path: string): unknown {
  const reader = new SqliteDatabase(path, { readonly: true })
  try {
    return [
      reader.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all(),
      reader.prepare('SELECT name FROM kysely_migration ORDER BY name').all(),
    ]
  } finally {
    reader.close()
  }
}

/** A migration that a later version might add. */
const nextStep: Migrations = {
  ...migrations,
  '9002-a-table': { up: (db) => db.schema.createTable('notes').addColumn('id', 'text').execute() },
}

/** The same, followed by one that fails. */
const nextSteps: Migrations = {
  ...nextStep,
  '9003-an-index-that-is-there': {
    up: (db) => db.schema.createIndex('rounds_by_change').on('rounds').column('kind').execute(),
  },
}

describe('a file whose tables can’t be brought up to date', () => {
  async function changed(sentences: string): Promise<string> {
    const { path, close } = await openStore()
    await close()
    const file = new SqliteDatabase(path)
    file.exec(sentences)
    file.close()
    return path
  }

  it.each([
    ['which a newer Countersign has worked with', `INSERT INTO kysely_migration VALUES ('9999-x', '2050')`],
    [
      'which a newer Countersign has worked with, by a clock that was slow',
      `INSERT INTO kysely_migration VALUES ('9999-x', '2020')`,
    ],
  ])('%s is reported and left as it is', async (_, sentences) => {
    const path = await changed(sentences)
    const before = contents(path)
    for (const _try of [1, 2])
      expect(await openSqlite(path)).toEqual({ kind: 'tables-unusable', problem: { kind: 'newer' } })
    expect(contents(path)).toEqual(before)
  })

  it('that holds another program’s tables is reported as such', async () => {
    const path = await changed(
      `DELETE FROM kysely_migration; INSERT INTO kysely_migration VALUES ('2020-users', '2020')`,
    )
    const reason = 'kysely_migration lists 2020-users'
    expect(await openSqlite(path)).toEqual({
      kind: 'tables-unusable',
      problem: { kind: 'not-brought-up-to-date', reason },
    })
  })

  it('is left as it was before the first of several migrations', async () => {
    const { path, close } = await openStore()
    await close()
    const before = contents(path)
    const reason = 'SQLITE_ERROR: index rounds_by_change already exists'
    const problem = { kind: 'not-brought-up-to-date', reason }
    for (const _try of [1, 2])
      expect(await openSqlite(path, nextSteps)).toEqual({ kind: 'tables-unusable', problem })
    expect(contents(path)).toEqual(before)
  })

  it('because another program writes to it is waited for, and is no mistake', async () => {
    const { path, close } = await openStore()
    await close()
    const other = new SqliteDatabase(path)
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    expect(await openSqlite(path, nextStep)).toEqual({ kind: 'busy' })
    other.close()
    const opened = await openSqlite(path, nextStep)
    expect(opened.kind).toBe('open')
    if (opened.kind === 'open') await opened.close()
  })
})

describe('a second process', () => {
  it('is refused while the first works with the file', async () => {
    const { path, close } = await openStore()
    expect(await openSqlite(path)).toEqual({ kind: 'taken' })
    await close()
    const second = await openSqlite(path)
    expect(second.kind).toBe('open')
    if (second.kind === 'open') await second.close()
  })

  it('may work with another file in the same folder', async () => {
    const { path } = await openStore()
    const other = await openSqlite(`${path}-of-another-bot`)
    expect(other.kind).toBe('open')
    if (other.kind === 'open') await other.close()
  })

  it('is let in once the first was killed, and finds what it had written down', async () => {
    const path = storePath()
    const child = fork(new URL('hold-store.ts', import.meta.url), [path])
    onTestFinished(() => void child.kill('SIGKILL'))
    const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    expect(said).toBe('written')
    expect(await openSqlite(path)).toEqual({ kind: 'taken' })

    child.kill('SIGKILL')
    await once(child, 'exit')
    const { ledger } = await openStore(path)
    expect(await ledger.unended()).toMatchObject([{ click: { roundId: 'a round' } }])
  })
})

describe('a second process that reaches the file in another way is refused', () => {
  it.each(['the file', 'its folder'])('through a symbolic link to %s', async (what) => {
    const { path } = await openStore()
    const link = join(dirname(dirname(path)), 'link')
    symlinkSync(what === 'the file' ? path : dirname(path), link)
    expect(await openSqlite(what === 'the file' ? link : join(link, 'countersign.db'))).toEqual({
      kind: 'taken',
    })
  })

  it('through a symbolic link that was there before the file', async () => {
    const path = storePath()
    const link = join(dirname(dirname(path)), 'link')
    symlinkSync(path, link)
    await openStore(link)
    expect(await openSqlite(path)).toEqual({ kind: 'taken' })
  })

  it('through a hard link, which also keeps the first from starting again', async () => {
    const { path, close } = await openStore()
    linkSync(path, `${path}-too`)
    expect(await openSqlite(`${path}-too`)).toEqual({ kind: 'linked' })
    await close()
    expect(await openSqlite(path)).toEqual({ kind: 'linked' })
  })

  it('after the lock was removed', async () => {
    const { path } = await openStore()
    rmSync(`${path}.lock`)
    expect(await openSqlite(path)).toEqual({ kind: 'busy' })
  })
})

describe('a process whose store is no longer its own writes nothing more and is told so', () => {
  type Opened = Awaited<ReturnType<typeof openStore>>
  const lockOf = (path: string) => `${path}.lock`

  it.each([
    ['the lock was removed', ({ path }: Opened) => rmSync(lockOf(path)), 'moved'],
    [
      'another lock stands in its place',
      ({ path }: Opened) => {
        renameSync(lockOf(path), `${path}.old`)
        writeFileSync(lockOf(path), '')
      },
      'moved',
    ],
    ['the file was removed', ({ path }: Opened) => rmSync(path), 'moved'],
    [
      'a back-up was put in its place',
      ({ path }: Opened) => {
        copyFileSync(path, `${path}.backup`)
        renameSync(`${path}.backup`, path)
      },
      'moved',
    ],
    ['its write-ahead log was removed', ({ path }: Opened) => rmSync(`${path}-wal`), 'moved'],
    [
      'another process became the owner',
      ({ path }: Opened) => {
        const other = new SqliteDatabase(path)
        other.exec("UPDATE leases SET holder = 'another' WHERE name = 'owner'")
        other.close()
      },
      'taken-over',
    ],
    [
      'the owner’s row is gone',
      ({ path }: Opened) => {
        const other = new SqliteDatabase(path)
        other.exec('DELETE FROM leases')
        other.close()
      },
      'taken-over',
    ],
  ])('because %s', async (_, happens, kind) => {
    const store = await openStore()
    await writtenClick(store, 'a round')
    expect(store.ownership?.loss()).toBeNull()
    happens(store)
    await expect(writtenClick(store, 'another round')).rejects.toMatchObject({
      name: 'StoreLost',
      code: kind,
    })
    expect(store.ownership?.lost.aborted).toBe(true)
    expect(store.ownership?.loss()).toMatchObject({ kind })
    const rows = await store.database.selectFrom('clicks').select('round_id').execute()
    expect(rows).toEqual([{ round_id: 'a round' }])
  })
})
