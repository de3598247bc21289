// Opens the store that the configuration names: a SQLite file for one process, a PostgreSQL database for several.

import type { StartProblem } from '../domain/start-problem.ts'
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import type { Migrations } from './migrations.ts'
import { nameOfDatabase, type PostgresAddress } from './postgres/address.ts'
import { type Changes, noChanges } from './postgres/changes.ts'
import { openPostgres } from './postgres/open-postgres.ts'
import { type PostgresProblem, problemOf } from './postgres/problem.ts'
import { postgresTransact } from './postgres/transaction.ts'
import { ownStoreId } from './queries/store-id.ts'
import { type OpenedSqlite, openSqlite } from './sqlite/open-sqlite.ts'
import { type Ownership, shared } from './sqlite/ownership.ts'
import { tellFullDisk } from './tell-full-disk.ts'
import { sqliteTransact, type Transact } from './transaction.ts'

export type StoreAddress = { readonly kind: 'sqlite'; readonly path: string } | PostgresAddress

export type OpenedStore =
  | {
      readonly kind: 'open'
      readonly transact: Transact
      /** The store's own id. */
      readonly storeId: string
      readonly changes: Changes
      readonly ownership: Ownership
      close(): Promise<void>
    }
  /** An operator has to fix it. */
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  /** It may pass. `code` is the system's or the server's own, `name` the database's. */
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

export interface StoreOpening {
  readonly address: StoreAddress
  /** An id of this process. */
  readonly origin: string
  readonly clock: Clock
  readonly log: Log
  /** The time in a PostgreSQL database, in milliseconds; its own clock if left out. */
  readonly storeTime?: () => number
  /** The migrations to run; ours if left out. */
  readonly list?: Migrations
}

/** Opens the store and brings its tables up to date. Its time is that of `clock` on SQLite, of the database on PostgreSQL. */
export async function openStore(opening: StoreOpening): Promise<OpenedStore> {
  const { address, clock, log } = opening
  if (address.kind === 'postgres') return openDatabase({ ...opening, address })
  const opened = await openSqlite(address.path, opening.list)
  switch (opened.kind) {
    case 'open': {
      const { ownership, doubtfulFileSystem: fileSystem } = opened
      if (fileSystem !== null)
        log.warn(
          { flow: 'start', fileSystem },
          'the store is on a file system that may not lock files: keep it on a local disk',
        )
      const own = sqliteTransact(opened.database, clock.now, ownership.confirm)
      const transact = tellFullDisk(own, { ...opening, database: address.path })
      const storeId = await transact(ownStoreId)
      return { kind: 'open', transact, storeId, changes: noChanges, ownership, close: opened.close }
    }
    case 'busy':
      return { kind: 'out-of-reach', name: address.path, code: 'SQLITE_BUSY' }
    case 'full':
      return { kind: 'out-of-reach', name: address.path, code: opened.reason }
    default:
      return { kind: 'unusable', problem: fileProblem(address.path, opened) }
  }
}

/** What an operator has to fix before this file can be the store. */
export function fileProblem(
  path: string,
  opened: Exclude<OpenedSqlite, { kind: 'open' | 'busy' | 'full' }>,
): StartProblem {
  switch (opened.kind) {
    case 'taken':
      return { kind: 'store-taken', path }
    case 'linked':
      return { kind: 'store-linked', path }
    case 'on-network':
      return { kind: 'store-on-network', path, fileSystem: opened.fileSystem }
    case 'unusable':
      return { kind: 'store-unusable', path, reason: opened.reason }
    case 'tables-unusable':
      return { kind: 'database-unusable', name: path, problem: opened.problem }
    default:
      return never(opened)
  }
}

async function openDatabase(
  opening: StoreOpening & { readonly address: PostgresAddress },
): Promise<OpenedStore> {
  const name = nameOfDatabase(opening.address)
  const opened = await openPostgres(opening)
  switch (opened.kind) {
    case 'open': {
      const own = postgresTransact({ ...opening, database: opened.database })
      const transact = tellFullDisk(own, { ...opening, database: name })
      try {
        return { ...opened, ownership: shared, transact, storeId: await transact(ownStoreId) }
      } catch (error) {
        await opened.close()
        const problem = problemOf(error)
        if (problem === null) throw error
        return whyNot(name, problem)
      }
    }
    default:
      return whyNot(name, opened)
  }
}

function whyNot(name: string, problem: PostgresProblem): OpenedStore {
  if (problem.kind === 'out-of-reach') return { ...problem, name }
  return { kind: 'unusable', problem: { kind: 'database-unusable', name, problem: problem.problem } }
}
