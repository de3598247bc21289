// Opens a store to be copied as a whole, if no bot is using it. Nothing here has to be quick.
import { existsSync } from 'node:fs'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { StartProblem } from '../../domain/start-problem.ts'
import { systemClock } from '../../shared/clock.ts'
import { fileProblem, type StoreAddress } from '../open-store.ts'
import { nameOfDatabase, type PostgresAddress } from '../postgres/address.ts'
import type { LockWait } from '../postgres/migration-lock.ts'
import { preparePostgres } from '../postgres/open-postgres.ts'
import { createPatientPool } from '../postgres/pool.ts'
import type { Schema } from '../schema.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'

export type OpenedForCopy =
  | { readonly kind: 'open'; readonly database: Kysely<Schema>; close(): Promise<void> }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }
  /** There is no such file. */
  | { readonly kind: 'missing'; readonly name: string }
  /** A bot is using it. */
  | { readonly kind: 'in-use'; readonly name: string }

/** Brings the tables up to date. Does not create a missing source. */
export function openForCopy(
  address: StoreAddress,
  role: 'source' | 'target',
  heldBy: LockWait['heldBy'],
): Promise<OpenedForCopy> {
  return address.kind === 'sqlite' ? openFile(address.path, role) : openDatabase(address, heldBy)
}

async function openFile(path: string, role: 'source' | 'target'): Promise<OpenedForCopy> {
  if (role === 'source' && !existsSync(path)) return { kind: 'missing', name: path }
  const opened = await openSqlite(path)
  switch (opened.kind) {
    case 'open':
      return opened
    case 'taken':
    case 'busy':
      return { kind: 'in-use', name: path }
    case 'full':
      return { kind: 'out-of-reach', name: path, code: opened.reason }
    default:
      return { kind: 'unusable', problem: fileProblem(path, opened) }
  }
}

async function openDatabase(address: PostgresAddress, heldBy: LockWait['heldBy']): Promise<OpenedForCopy> {
  const name = nameOfDatabase(address)
  const prepared = await preparePostgres(address, { clock: systemClock, heldBy })
  if (prepared.kind === 'out-of-reach') return { ...prepared, name }
  if (prepared.kind === 'unusable')
    return { kind: 'unusable', problem: { kind: 'database-unusable', name, problem: prepared.problem } }
  const pool = createPatientPool(prepared.connecting)
  const database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  const close = () => database.destroy()
  if (!(await isWorkedWith(database))) return { kind: 'open', database, close }
  await close()
  return { kind: 'in-use', name }
}

/** How many checks, and how many milliseconds apart: a connection that was just closed may still be listed. */
const checks = { most: 10, apart: 200 } as const

async function isWorkedWith(database: Kysely<Schema>): Promise<boolean> {
  for (let check = 1; check <= checks.most; check += 1) {
    if (!(await hasConnections(database))) return false
    await systemClock.sleep(checks.apart)
  }
  return true
}

/** A bot's connections bear its name. Connections of other database users may be hidden. */
async function hasConnections(database: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity
    where datname = current_database() and application_name = 'countersign' and pid <> pg_backend_pid()
    limit 1`.execute(database)
  return rows.length > 0
}
