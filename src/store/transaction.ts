// One transaction on the store, and its time.
import { type Kysely, sql, type Transaction } from 'kysely'
import { CommitUnknown } from '../shared/commit-unknown.ts'
import { createStoreQueue, type StoreUrgency } from './queue.ts'
import type { Schema } from './schema.ts'

export type Tx = Transaction<Schema>

/** `soon`: nobody waits for the disk, since what a power failure takes away is done again. The next commit `on-disk` saves it. */
export type Durability = 'on-disk' | 'soon'

/** `apart` (on PostgreSQL): READ COMMITTED, so that no click conflicts with it, and the other replicas are not told of it. */
export type Isolation = 'serializable' | 'apart'

/**
 * Runs `work` in one transaction; it must await nothing but the store. `now` is the store's time, in milliseconds. The
 * urgency is `click` if left out, and the commit is on disk when this resolves. Rejects with a `CommitUnknown` if nobody knows what a failed COMMIT did.
 */
export type Transact = <T>(
  work: (tx: Tx, now: number) => Promise<T>,
  urgency?: StoreUrgency,
  durability?: Durability,
  isolation?: Isolation,
) => Promise<T>

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
  return (work, urgency = 'click', durability = 'on-disk') => {
    // An error of COMMIT may have come after it was written: then a restart would find it committed.
    const run = () =>
      orCommitUnknown((done) =>
        database.transaction().execute(async (tx) => {
          confirm()
          const result = await work(tx, now().getTime())
          done()
          return result
        }),
      )
    return queue.run(urgency, durability === 'on-disk' ? run : () => withoutSync(database, run))
  }
}

/** https://www.sqlite.org/pragma.html#pragma_synchronous: it can't be changed inside a transaction. */
async function withoutSync<T>(database: Kysely<Schema>, run: () => Promise<T>): Promise<T> {
  await sql`pragma synchronous = normal`.execute(database)
  try {
    return await run()
  } finally {
    await sql`pragma synchronous = full`.execute(database)
  }
}

/**
 * Runs a transaction that calls `done` when nothing but its COMMIT is left. `isAnswer` says of an error that the database did
 * not commit.
 */
export async function orCommitUnknown<T>(
  run: (done: () => void) => Promise<T>,
  isAnswer: (error: unknown) => boolean = () => false,
): Promise<T> {
  let isDone = false
  try {
    return await run(() => {
      isDone = true
    })
  } catch (error) {
    throw isDone && !isAnswer(error) ? new CommitUnknown(error) : error
  }
}
