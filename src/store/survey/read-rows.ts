// What the doctor wants to know of the rows: who waits, what was left without an end, and who works on the store.
import { type Kysely, type SqlBool, sql, type TransactionBuilder } from 'kysely'
import type { PoolRead } from '../../domain/pool-read.ts'
import type { ProcessNote } from '../../domain/process-note.ts'
import { readPoolReads } from '../queries/pool-reads.ts'
import { readProcesses } from '../queries/processes.ts'
import type { Schema } from '../schema.ts'

export interface StoreRows {
  /** The store's time. */
  readonly now: Date
  /** How many sign-ups wait. */
  readonly waiting: number
  /** Clicks without an end: how many, and when the oldest was made. */
  readonly unended: { readonly count: number; readonly oldest: Date | null }
  readonly reads: readonly PoolRead[]
  readonly processes: readonly ProcessNote[]
}

/** In one transaction, of a store whose tables are up to date. */
export function readRows(
  transaction: TransactionBuilder<Schema>,
  poolIds: readonly string[],
  now: (tx: Kysely<Schema>) => Promise<Date>,
): Promise<StoreRows> {
  return transaction.execute(async (tx) => {
    const { waiting } = await tx
      .selectFrom('rounds')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .where(sql<SqlBool>`kind in ('waiting', 'claimed')`)
      .executeTakeFirstOrThrow()
    const unended = await tx
      .selectFrom('clicks')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('clicked_at').as('oldest')])
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
    return {
      now: await now(tx),
      waiting,
      unended: {
        count: unended.count,
        oldest: unended.count === 0 ? null : new Date(Number(unended.oldest)),
      },
      reads: await readPoolReads(tx, poolIds),
      processes: await readProcesses(tx),
    }
  })
}
