// Transactions on PostgreSQL: serializable, retried on conflicts, and announced to the other replicas.
import { type Kysely, sql } from 'kysely'
import { DatabaseError } from 'pg'
import { backoff } from '../../shared/backoff.ts'
import type { Clock } from '../../shared/clock.ts'
import { createChangeCounter } from '../count-changes.ts'
import { createStoreQueue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import { type Durability, type Isolation, orCommitUnknown, type Transact, type Tx } from '../transaction.ts'
import { isOutage } from './problem.ts'

/** The channel of NOTIFY. The payload is the id of the process that changed something. */
export const changesChannel = 'countersign'

/** How long one statement may take, in milliseconds. */
const statementTimeout = 2000

/**
 * How long the server waits for the next statement of a transaction, in milliseconds. Without it, a frozen process or lost
 * host would lock its rows for hours. Longer than our transactions take.
 */
const idleTimeout = 3000

/** How long a transaction is retried, in milliseconds. Each try reads afresh what the others did. */
const longestTrying = 2000

/** serialization_failure and deadlock_detected: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const conflicts: readonly (string | undefined)[] = ['40001', '40P01']

/**
 * unique_violation. The same page says that it may be a conflict with a transaction that has just inserted the key: read
 * afresh, the row is there. A key that is still taken after a few tries is a fault.
 */
const keyTaken = '23505'
const mostKeyTries = 4

export interface PostgresTransactParts {
  readonly database: Kysely<Schema>
  /** An id of this process, sent with each notification. */
  readonly origin: string
  readonly clock: Clock
  /** The time, in milliseconds; the database's own clock if left out. */
  readonly storeTime?: () => number
}

/**
 * The queries read first and then write, as on SQLite, where there is only one process. SERIALIZABLE keeps that correct with
 * several: of conflicting transactions one succeeds, and the others run again on its result. So no query needs a lock, and
 * a row's times never run backwards, because its next change begins after the last one ended. Nothing is left in the
 * session, since a pooler may hand it to another client.
 *
 * Twenty people who press one button at once would conflict again and again, and are served sooner one at a time. So the
 * queue runs one person's transaction at a time, and beside it one in the background.
 */
export function postgresTransact(parts: PostgresTransactParts): Transact {
  const queue = createStoreQueue({ places: 2, now: parts.clock.now })
  return (work, urgency = 'click', durability = 'on-disk', isolation = 'serializable') =>
    queue.run(urgency, () => untilDone({ ...parts, durability, isolation }, work))
}

interface OnceParts extends PostgresTransactParts {
  readonly durability: Durability
  readonly isolation: Isolation
}

async function untilDone<T>(parts: OnceParts, work: (tx: Tx, now: number) => Promise<T>): Promise<T> {
  const { clock } = parts
  const until = clock.now().getTime() + longestTrying
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(parts, work)
    } catch (error) {
      if (!isConflict(error, tries) || clock.now().getTime() > until) throw error
      await clock.sleep(backoff(tries, { first: 4, most: 100 }))
    }
  }
}

function once<T>(
  { database, origin, storeTime, durability, isolation }: OnceParts,
  work: (tx: Tx, now: number) => Promise<T>,
): Promise<T> {
  const run = (done: () => void) =>
    database
      .transaction()
      .setIsolationLevel(isolation === 'apart' ? 'read committed' : 'serializable')
      .execute(async (tx) => {
        const now = await begin(tx, durability)
        const changes = createChangeCounter()
        const result = await work(tx.withPlugin(changes.plugin), storeTime?.() ?? now)
        // Without a written row, there is nothing to notify of.
        if (changes.count() > 0n && isolation === 'serializable')
          await sql`select pg_notify(${changesChannel}, ${origin})`.execute(tx)
        done()
        return result
      })
  return orCommitUnknown(run, isRefusedCommit)
}

/** A server that ends a session in the middle of COMMIT, as at its shutdown, may have committed. */
function isRefusedCommit(error: unknown): boolean {
  return error instanceof DatabaseError && !isOutage(error)
}

/** https://www.postgresql.org/docs/current/wal-async-commit.html; what is set here ends with the transaction. */
const commitSoon = sql`set_config('synchronous_commit', 'off', true),`

/** The database's time at the beginning of the transaction. */
async function begin(tx: Tx, durability: Durability): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select set_config('statement_timeout', ${String(statementTimeout)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(idleTimeout)}, true),
      ${durability === 'soon' ? commitSoon : sql``}
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('The database did not tell its time')
  return row.now
}

function isConflict(error: unknown, tries: number): boolean {
  if (!(error instanceof DatabaseError)) return false
  return conflicts.includes(error.code) || (error.code === keyTaken && tries < mostKeyTries)
}
