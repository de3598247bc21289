// Opens a store to read its audit log, beside the bot that works with it: nothing is created, changed or locked.
import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import type { StartProblem } from '../../domain/start-problem.ts'
import { MigrationError, tablesState } from '../migrations.ts'
import type { StoreAddress } from '../open-store.ts'
import { nameOfDatabase, type PostgresAddress } from '../postgres/address.ts'
import { schemaOf } from '../postgres/migrate-postgres.ts'
import { reachPostgres } from '../postgres/open-postgres.ts'
import { createPatientPool } from '../postgres/pool.ts'
import { problemOf } from '../postgres/problem.ts'
import { readStoreId } from '../queries/store-id.ts'
import type { Schema } from '../schema.ts'
import type { Tx } from '../transaction.ts'

/** A store as it is at one moment. */
export interface ReadableStore {
  readonly kind: 'open'
  readonly storeId: string
  /** For people to read: the file's path, or the database with its host. */
  readonly name: string
  /** Runs `work` on one snapshot: whatever the bot writes meanwhile is not in it. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type OpenedForReading =
  | ReadableStore
  /** No bot has opened it yet. */
  | { readonly kind: 'none'; readonly name: string }
  /** Its tables are an older version's: only a bot brings them up to date. */
  | { readonly kind: 'behind'; readonly name: string }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

/** Works beside a running bot. */
export function openForReading(address: StoreAddress): Promise<OpenedForReading> {
  return address.kind === 'sqlite' ? openFile(address.path) : openDatabase(address)
}

async function openFile(path: string): Promise<OpenedForReading> {
  if (!existsSync(path)) return { kind: 'none', name: path }
  try {
    const database = new SqliteDatabase(path, { readonly: true, timeout: 2000 })
    return await inspected(new Kysely<Schema>({ dialect: new SqliteDialect({ database }) }), path)
  } catch (error) {
    const cause = error instanceof MigrationError ? error.cause : error
    if (!(cause instanceof SqliteDatabase.SqliteError)) throw error
    const { code } = cause
    if (code.startsWith('SQLITE_BUSY')) return { kind: 'out-of-reach', name: path, code }
    return { kind: 'unusable', problem: { kind: 'store-unusable', path, reason: code } }
  }
}

async function openDatabase(address: PostgresAddress): Promise<OpenedForReading> {
  const name = nameOfDatabase(address)
  try {
    const reached = await reachPostgres(address)
    if (reached.kind === 'out-of-reach') return { ...reached, name }
    if (reached.kind === 'unusable') return unusable(name, reached.problem)
    const pool = createPatientPool(reached.connecting)
    return await inspected(new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), name, schemaOf)
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    return problem.kind === 'out-of-reach' ? { ...problem, name } : unusable(name, problem.problem)
  }
}

type OfDatabase = Extract<StartProblem, { kind: 'database-unusable' }>

function unusable(name: string, problem: OfDatabase['problem']): OpenedForReading {
  return { kind: 'unusable', problem: { kind: 'database-unusable', name, problem } }
}

async function inspected(
  database: Kysely<Schema>,
  name: string,
  findSchema?: (database: Kysely<Schema>) => Promise<string>,
): Promise<OpenedForReading> {
  const opened = await inspect(database, name, findSchema).catch(async (error: unknown) => {
    await database.destroy()
    throw error
  })
  if (opened.kind !== 'open') await database.destroy()
  return opened
}

async function inspect(
  database: Kysely<Schema>,
  name: string,
  findSchema?: (database: Kysely<Schema>) => Promise<string>,
): Promise<OpenedForReading> {
  const tables = await tablesState(database, await findSchema?.(database))
  if (tables.kind === 'none' || tables.kind === 'behind') return { kind: tables.kind, name }
  if (tables.kind !== 'current') return unusable(name, tables)
  const storeId = await readStoreId(database)
  if (storeId === null) return { kind: 'none', name }
  const read: ReadableStore['read'] = (work) =>
    database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
  return { kind: 'open', storeId, name, read, close: () => database.destroy() }
}
