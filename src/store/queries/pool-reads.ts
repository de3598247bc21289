// When each pool's list was last read to its end, and what keeps it from being read.

import { type PoolRead, type ReadProblem, readProblemFormat } from '../../domain/pool-read.ts'
import type { StoreParts, Tx } from '../transaction.ts'

/** The part of the store that notes readings. */
export function poolReadLedger({ transact }: StoreParts) {
  return {
    /** A scan that began then, by the store's time, reached the list's end; some entries may have been unreadable. */
    noteRead: (poolId: string, begunAt: Date, problem: ReadProblem | null) =>
      transact((tx) => note(tx, poolId, { read_at: begunAt.getTime(), problem })),

    /** The list was not read to its end. */
    noteUnread: (poolId: string, problem: ReadProblem) => transact((tx) => note(tx, poolId, { problem })),
  }
}

async function note(
  tx: Tx,
  poolId: string,
  seen: { readonly read_at?: number; readonly problem: ReadProblem | null },
): Promise<void> {
  await tx
    .insertInto('pool_reads')
    .values({ pool_id: poolId, read_at: null, ...seen })
    .onConflict((conflict) => conflict.column('pool_id').doUpdateSet(seen))
    .execute()
}

/** Each of these pools, also one that was never read. */
export async function readPoolReads(tx: Tx, poolIds: readonly string[]): Promise<readonly PoolRead[]> {
  const reads = await Promise.all(
    poolIds.map(async (poolId): Promise<PoolRead> => {
      const row = await tx
        .selectFrom('pool_reads')
        .selectAll()
        .where('pool_id', '=', poolId)
        .executeTakeFirst()
      if (row === undefined) return { poolId, readAt: null, problem: null }
      const readAt = row.read_at === null ? null : new Date(row.read_at)
      return { poolId, readAt, problem: readProblemFormat.nullable().parse(row.problem) }
    }),
  )
  return reads
}
