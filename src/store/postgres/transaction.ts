// One transaction on PostgreSQL, as if it were alone in the world; and word to the other replicas of what it changed.
import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import { DatabaseError } from 'pg'
import { backoff } from '../../shared/backoff.ts'
import type { Clock } from '../../shared/clock.ts'
import { createStoreQueue } from '../queue.ts'
import type { Schema } from '../schema.ts'
import type { Transact, Tx } from '../transaction.ts'

/** The channel of NOTIFY. What is sent is who changed something. */
export const changesChannel = 'countersign'

/** How long one statement may take, in milliseconds. */
const statementTimeout = 2000

/**
 * How long the server waits for the next statement of a transaction, in milliseconds: a process that stands still, or
 * whose host is gone, would keep its rows from the others for hours. Longer than ours take.
 */
const idleTimeout = 3000

/** How long a transaction is tried again, in milliseconds: each try has a fresh look at what the others did. */
const longestTrying = 2000

/** serialization_failure and deadlock_detected: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const conflicts: readonly (string | undefined)[] = ['40001', '40P01']

export interface PostgresTransactParts {
  readonly database: Kysely<Schema>
  /** Who says that something changed: an id of this process. */
  readonly origin: string
  readonly clock: Clock
  /** What time it is, in milliseconds, where that is not for the database to say. */
  readonly storeTime?: () => number
}

/**
 * The queries read first and write then, as on SQLite, where there is only one process. SERIALIZABLE makes them mean the
 * same with several: of transactions that get in each other's way one goes through, and the others are run again on what
 * it left. So no query needs a lock of its own, and a row's times never run backwards: whoever changes it after another
 * began after the other's end. Nothing is left in the session, which a pooler may give to somebody else afterwards.
 *
 * Twenty people who press one button at once would get in each other's way again and again: one at a time they are all
 * through sooner. So the queue lets one person's transaction run, and beside it one that nobody waits for.
 */
export function postgresTransact(parts: PostgresTransactParts): Transact {
  const queue = createStoreQueue({ places: 2, now: parts.clock.now })
  return (work, urgency = 'click') => queue.run(urgency, () => untilDone(parts, work))
}

async function untilDone<T>(
  parts: PostgresTransactParts,
  work: (tx: Tx, now: number) => Promise<T>,
): Promise<T> {
  const { clock } = parts
  const until = clock.now().getTime() + longestTrying
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(parts, work)
    } catch (error) {
      if (!isConflict(error) || clock.now().getTime() > until) throw error
      await clock.sleep(backoff(tries, { first: 4, most: 100 }))
    }
  }
}

function once<T>(
  { database, origin, storeTime }: PostgresTransactParts,
  work: (tx: Tx, now: number) => Promise<T>,
): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (tx) => {
      const now = await begin(tx)
      const changes = createChangeCounter()
      const result = await work(tx.withPlugin(changes.plugin), storeTime?.() ?? now)
      if (changes.count() > 0n) await sql`select pg_notify(${changesChannel}, ${origin})`.execute(tx)
      return result
    })
}

/** The database's time, read as the transaction begins. */
async function begin(tx: Tx): Promise<number> {
  const { rows } = await sql<{ now: number }>`
    select set_config('statement_timeout', ${String(statementTimeout)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(idleTimeout)}, true),
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('The database did not tell its time')
  return row.now
}

/** Counts the rows that were written: an update that found nothing to change is no news. */
function createChangeCounter(): { readonly plugin: KyselyPlugin; count(): bigint } {
  let changed = 0n
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      changed += result.numAffectedRows ?? 0n
      return Promise.resolve(result)
    },
  }
  return { plugin, count: () => changed }
}

function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && conflicts.includes(error.code)
}
