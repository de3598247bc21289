// One transaction on the store, and the clock that decides in it.
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/**
 * What a commit waits for. `prompt` is not begun at all where that would be too late for whoever waits. `light` does not wait for the disk, for what nothing outside follows from: a machine that loses
 * power may forget the last of these, but never one that another commit came after; a process that dies forgets none.
 */
type Weight = 'light' | 'full' | 'prompt'

/** Runs `work` in one transaction, which awaits nothing but the store. `now` is the store's time in milliseconds. */
export type Transact = <T>(work: (tx: Tx, now: number) => Promise<T>, weight?: Weight) => Promise<T>

/** What every part of the store is made of. */
export interface StoreParts {
  readonly transact: Transact
  newId(): string
}

/** On SQLite the database's clock is its process's, and Kysely lets one transaction wait for the other. */
export function sqliteTransact(database: Kysely<Schema>, now: () => Date): Transact {
  const once = <T>(connection: Kysely<Schema>, work: (tx: Tx, at: number) => Promise<T>) =>
    connection.transaction().execute((tx) => work(tx, now().getTime()))
  return (work, weight = 'full') => {
    if (weight !== 'light') return once(database, work)
    // The write-ahead log is flushed as a whole and in order: https://www.sqlite.org/pragma.html#pragma_synchronous
    return database.connection().execute(async (connection) => {
      await sql`PRAGMA synchronous = NORMAL`.execute(connection)
      try {
        return await once(connection, work)
      } finally {
        await sql`PRAGMA synchronous = FULL`.execute(connection)
      }
    })
  }
}
