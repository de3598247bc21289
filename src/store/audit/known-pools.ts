// The pools that a store knows, and since when Countersign watches each.
import type { Tx } from '../transaction.ts'

export interface KnownPool {
  readonly id: string
  /** When its whole list was read for the first time: null if it never was. */
  readonly watchedSince: Date | null
}

/** Those that were read, and those that only events are left of. */
export async function readKnownPools(tx: Tx): Promise<readonly KnownPool[]> {
  const scanned = await tx.selectFrom('first_scans').select(['pool_id', 'at']).orderBy('pool_id').execute()
  const named = await tx
    .selectFrom('audit_events')
    .select('pool_id')
    .distinct()
    .where('pool_id', 'is not', null)
    .execute()
  const others = await tx.selectFrom('sign_ups').select('pool_id').distinct().execute()
  const since = new Map(scanned.map((row) => [row.pool_id, new Date(row.at)]))
  const ids = new Set([...since.keys(), ...[...named, ...others].flatMap((row) => row.pool_id ?? [])])
  return [...ids].toSorted().map((id) => ({ id, watchedSince: since.get(id) ?? null }))
}
