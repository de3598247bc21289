// Opens the SQLite file: used by one process only, and every commit is on disk before anything follows from it.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import type { TablesProblem } from '../../domain/start-problem.ts'
import { MigrationError, type Migrations, migrate, migrations } from '../migrations.ts'
import type { Schema } from '../schema.ts'

export type OpenedSqlite =
  | { readonly kind: 'open'; readonly database: Kysely<Schema>; close(): Promise<void> }
  /** Another process is using this file. */
  | { readonly kind: 'taken' }
  /** There can be no store at this path. `reason` is the system's or SQLite's own code. */
  | { readonly kind: 'unusable'; readonly reason: string }
  /** The file holds tables that this version can't use. */
  | { readonly kind: 'tables-unusable'; readonly problem: TablesProblem }

/**
 * Creates the folder and the file if they are missing. A second process on the same file gets `taken`, because the first
 * holds an exclusive transaction on a file beside it, which ends with the process however that ends.
 */
export async function openSqlite(path: string, list: Migrations = migrations): Promise<OpenedSqlite> {
  let guard: SqliteDatabase.Database | null = null
  try {
    mkdirSync(dirname(path), { recursive: true })
    guard = takeGuard(`${path}.lock`)
    if (guard === null) return { kind: 'taken' }
    const opened = await openBehind(guard, path, list)
    if (opened.kind !== 'open') guard.close()
    return opened
  } catch (error) {
    guard?.close()
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return { kind: 'unusable', reason: error.code }
    throw error
  }
}

async function openBehind(
  guard: SqliteDatabase.Database,
  path: string,
  list: Migrations,
): Promise<OpenedSqlite> {
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
    const close = async () => {
      await database.destroy()
      guard.close()
    }
    return { kind: 'open', database, close }
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

/** More statements than the store has, so that only those with long lists are evicted. */
const mostStatements = 500

/** Prepares each statement once. Pragmas are not cached: SQLite executes them while it prepares them. */
function createPrepare(file: SqliteDatabase.Database) {
  const statements = new Map<string, SqliteDatabase.Statement<readonly unknown[]>>()
  return (sql: string) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = file.prepare<readonly unknown[]>(sql)
    if (statements.size >= mostStatements) statements.clear()
    if (!sql.startsWith('PRAGMA')) statements.set(sql, statement)
    return statement
  }
}

function takeGuard(path: string): SqliteDatabase.Database | null {
  const guard = new SqliteDatabase(path, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
    return guard
  } catch (error) {
    guard.close()
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
