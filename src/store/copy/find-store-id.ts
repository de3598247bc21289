// Finds a store's own id without taking the store: a bot may be using it.
import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import { systemClock } from '../../shared/clock.ts'
import type { StoreAddress } from '../open-store.ts'
import { nameOfDatabase } from '../postgres/address.ts'
import type { LockWait } from '../postgres/migration-lock.ts'
import { preparePostgres } from '../postgres/open-postgres.ts'
import { createPatientPool } from '../postgres/pool.ts'
import { readStoreId } from '../queries/store-id.ts'
import type { Schema } from '../schema.ts'

export type FoundStoreId =
  | { readonly kind: 'found'; readonly storeId: string }
  /** No bot has opened it yet. */
  | { readonly kind: 'none'; readonly name: string }

/** Throws if the database can't be read. */
export async function findStoreId(address: StoreAddress, heldBy: LockWait['heldBy']): Promise<FoundStoreId> {
  const name = address.kind === 'sqlite' ? address.path : nameOfDatabase(address)
  const database = await open(address, heldBy)
  if (database === null) return { kind: 'none', name }
  try {
    const storeId = await readStoreId(database)
    return storeId === null ? { kind: 'none', name } : { kind: 'found', storeId }
  } finally {
    await database.destroy()
  }
}

/** Null if there is no such file. */
async function open(address: StoreAddress, heldBy: LockWait['heldBy']): Promise<Kysely<Schema> | null> {
  if (address.kind === 'sqlite') {
    if (!existsSync(address.path)) return null
    const database = new SqliteDatabase(address.path, { readonly: true, timeout: 2000 })
    return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) })
  }
  const prepared = await preparePostgres(address, { clock: systemClock, heldBy })
  if (prepared.kind === 'prepared')
    return new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: createPatientPool(prepared.connecting) }),
    })
  throw new Error(prepared.kind === 'out-of-reach' ? prepared.code : prepared.problem.kind)
}
