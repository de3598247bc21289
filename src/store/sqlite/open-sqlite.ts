// Opens the SQLite file: used by one process only, and a commit is on disk before anything follows from it.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { TablesProblem } from '../../domain/start-problem.ts'
import { isDiskFull } from '../full-disk.ts'
import { MigrationError, type Migrations, migrate, migrations } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { becomeOwner, type Ownership } from './ownership.ts'
import { fileSystemAt, placeOf } from './place.ts'
import { createPrepare } from './prepare.ts'

export type OpenedSqlite =
  | {
      readonly kind: 'open'
      readonly database: Kysely<Schema>
      readonly ownership: Ownership
      /** The name of a file system on which locks may not work; null if they do. */
      readonly doubtfulFileSystem: string | null
      close(): Promise<void>
    }
  /** Another process is using this file. */
  | { readonly kind: 'taken' }
  /** Another program has the file open, perhaps under another name. */
  | { readonly kind: 'busy' }
  /** The file has another name, by which another process could use it. */
  | { readonly kind: 'linked' }
  | { readonly kind: 'on-network'; readonly fileSystem: string }
  /** There is no room on the disk. `reason` is the system's or SQLite's own code. */
  | { readonly kind: 'full'; readonly reason: string }
  /** There can be no store at this path. `reason` is the system's or SQLite's own code. */
  | { readonly kind: 'unusable'; readonly reason: string }
  /** The file holds tables that this version can't use. */
  | { readonly kind: 'tables-unusable'; readonly problem: TablesProblem }

/**
 * Creates the folder and the file if they are missing. A second process on the same file gets `taken`, because the first
 * holds an exclusive transaction on a file beside it, which ends with the process however that ends. If that file was
 * removed, or the store is reached by another path, it gets `busy` or `linked`.
 */
export async function openSqlite(
  path: string,
  list: Migrations = migrations,
  fileSystem = fileSystemAt,
): Promise<OpenedSqlite> {
  let guard: SqliteDatabase.Database | null = null
  try {
    const place = placeOf(path)
    const system = fileSystem(dirname(place))
    if (system.kind === 'network') return { kind: 'on-network', fileSystem: system.name }
    if (existsAsFolder(place)) return { kind: 'unusable', reason: 'EISDIR' }
    guard = takeGuard(guardOf(place))
    if (guard === null) return { kind: 'taken' }
    const opened = whyNotAlone(place) ?? (await openBehind(guard, place, list))
    if (opened.kind !== 'open') {
      guard.close()
      return opened
    }
    return { ...opened, doubtfulFileSystem: system.kind === 'passed-through' ? system.name : null }
  } catch (error) {
    guard?.close()
    const code = codeOf(error)
    if (code === null) throw error
    return { kind: isDiskFull(code) ? 'full' : 'unusable', reason: code }
  }
}

/** The system's or SQLite's. A `MigrationError` has SQLite's error as its cause: only a full disk is told of it. */
function codeOf(error: unknown): string | null {
  if (error instanceof MigrationError) {
    const code = codeOf(error.cause)
    return code !== null && isDiskFull(code) ? code : null
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function existsAsFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function guardOf(place: string): string {
  return `${place}.lock`
}

/** Null if no other process has this file open, by whatever path. */
function whyNotAlone(place: string): { readonly kind: 'linked' | 'busy' } | null {
  const file = statSync(place, { throwIfNoEntry: false })
  if (file === undefined || file.size === 0) return null
  if (file.nlink > 1) return { kind: 'linked' }
  const probe = new SqliteDatabase(place, { timeout: 0 })
  try {
    // With these two, SQLite locks the file itself and not the memory beside it, which belongs to a path.
    probe.pragma('locking_mode = EXCLUSIVE')
    probe.exec('BEGIN EXCLUSIVE')
    probe.exec('COMMIT')
    return null
  } catch (error) {
    if (isBusy(error)) return { kind: 'busy' }
    throw error
  } finally {
    probe.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')
}

type Opened = Extract<OpenedSqlite, { kind: 'open' }>

async function openBehind(
  guard: SqliteDatabase.Database,
  path: string,
  list: Migrations,
): Promise<Exclude<OpenedSqlite, { kind: 'open' }> | Omit<Opened, 'doubtfulFileSystem'>> {
  const file = new SqliteDatabase(path, { timeout: 2000 })
  try {
    file.pragma('journal_mode = WAL')
    file.pragma('synchronous = FULL')
    file.pragma('foreign_keys = ON')
    const dialect = new SqliteDialect({
      database: { prepare: createPrepare(file), close: () => void file.close() },
    })
    const database = new Kysely<Schema>({ dialect })
    const problem = await bringUpToDate(file, database, list)
    if (problem !== null) {
      file.close()
      return { kind: 'tables-unusable', problem }
    }
    const ownership = becomeOwner(file, path, guardOf(path))
    const close = async () => {
      await database.destroy()
      guard.close()
    }
    return { kind: 'open', database, ownership, close }
  } catch (error) {
    file.close()
    throw error
  }
}

/** All or nothing, in our own transaction: Kysely's migrator believes that SQLite can't change tables in one. */
async function bringUpToDate(
  file: SqliteDatabase.Database,
  database: Kysely<Schema>,
  list: Migrations,
): Promise<TablesProblem | null> {
  try {
    // IMMEDIATE, because a transaction that began by reading would not wait for a busy file when it writes.
    file.exec('BEGIN IMMEDIATE')
    const problem = await migrate(database, list)
    file.exec('COMMIT')
    return problem
  } catch (error) {
    // A full disk has ended the transaction already.
    if (file.inTransaction) file.exec('ROLLBACK')
    return problemOf(error)
  }
}

/**
 * Errors with which every retry of a migration would end too. A full disk, a busy file and everything else are thrown.
 * https://www.sqlite.org/rescode.html
 */
const forGood = /^SQLITE_(?:ERROR|MISMATCH|(?:CONSTRAINT|CORRUPT)(?:_\w+)?)$/

function problemOf(error: unknown): TablesProblem {
  const cause = error instanceof MigrationError ? error.cause : error
  if (!(cause instanceof SqliteDatabase.SqliteError)) throw error
  const { code, message } = cause
  if (forGood.test(code)) return { kind: 'not-brought-up-to-date', reason: `${code}: ${message}` }
  // The path can hold no store, which is another problem.
  if (code.startsWith('SQLITE_READONLY')) throw cause
  throw error instanceof MigrationError ? error : new MigrationError(error)
}

function takeGuard(path: string): SqliteDatabase.Database | null {
  const guard = new SqliteDatabase(path, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
    return guard
  } catch (error) {
    guard.close()
    if (isBusy(error)) return null
    throw error
  }
}
