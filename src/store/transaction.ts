// One transaction on the store, and the clock that decides in it.
import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/** What every part of the store is made of. */
export interface StoreParts {
  /** Runs `work` in one transaction, which awaits nothing but the store. `now` is the store's time in milliseconds. */
  transact<T>(work: (tx: Tx, now: number) => Promise<T>): Promise<T>
  newId(): string
}

/** On SQLite the database's clock is its process's. */
export function storeParts(database: Kysely<Schema>, now: () => Date, newId: () => string): StoreParts {
  return {
    transact: (work) => database.transaction().execute((tx) => work(tx, now().getTime())),
    newId,
  }
}
