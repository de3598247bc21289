// One transaction on the store, and its time.
import type { Kysely, Transaction } from 'kysely'
import { createStoreQueue, type StoreUrgency } from './queue.ts'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/**
 * Runs `work` in one transaction; it must await nothing but the store. `now` is the store's time, in milliseconds. The
 * urgency is `click` if left out.
 */
export type Transact = <T>(work: (tx: Tx, now: number) => Promise<T>, urgency?: StoreUrgency) => Promise<T>

/** What every part of the store needs. */
export interface StoreParts {
  readonly transact: Transact
  newId(): string
}

/**
 * On SQLite, the store's time is that of the process, and one transaction runs at a time. Each begins with `confirm`, which
 * throws if the store is somebody else's.
 */
export function sqliteTransact(
  database: Kysely<Schema>,
  now: () => Date,
  confirm: () => void = () => undefined,
): Transact {
  const queue = createStoreQueue({ places: 1, now })
  return (work, urgency = 'click') =>
    queue.run(urgency, () =>
      database.transaction().execute(async (tx) => {
        confirm()
        return work(tx, now().getTime())
      }),
    )
}
