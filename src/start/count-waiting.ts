// How many wait when the bot starts, for its log.
import type { Pool } from '../domain/pool.ts'

export interface CountingParts {
  readonly pools: readonly Pool[]
  /** As the first page of the pool's list showed; null if that was not all of it, or nobody saw it. */
  readonly firstLook: { waiting(poolId: string): number | null }
  readonly ledger: { waiting(poolId: string): Promise<readonly unknown[]> }
}

/** As the first look at each pool showed, otherwise as it is written down. Null if the store can't be asked. */
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
