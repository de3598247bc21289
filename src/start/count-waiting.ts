// How many sign-ups wait when the bot starts, for the log.
import type { Pool } from '../domain/pool.ts'

export interface CountingParts {
  readonly pools: readonly Pool[]
  /** The count on the first page of the pool's list; null if there were more pages, or the page was not read. */
  readonly firstLook: { waiting(poolId: string): number | null }
  readonly ledger: { waiting(poolId: string): Promise<readonly unknown[]> }
}

/** The count of each pool's first look, otherwise that of the store. Null if the store can't be read. */
export async function countWaiting({ pools, firstLook, ledger }: CountingParts): Promise<number | null> {
  try {
    const counts = await Promise.all(
      pools.map(async ({ id }) => firstLook.waiting(id) ?? (await ledger.waiting(id)).length),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  } catch {
    return null
  }
}
