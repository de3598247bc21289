// One transaction on the store, and the clock that decides in it.
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/** Runs `work` in one transaction, which awaits nothing but the store. `now` is the store's time in milliseconds. */
export type Transact = <T>(work: (tx: Tx, now: number) => Promise<T>) => Promise<T>

/** What every part of the store is made of. */
export interface StoreParts {
  readonly transact: Transact
  newId(): string
}

/** On SQLite the database's clock is its process's, and Kysely lets one transaction wait for the other. */
export function sqliteTransact(database: Kysely<Schema>, now: () => Date): Transact {
  return (work) => database.transaction().execute((tx) => work(tx, now().getTime()))
}
