// Counts rows, but no further than anybody wants to know.
import type { SelectQueryBuilder } from 'kysely'
import { mostCounted } from '../../domain/evidence.ts'
import type { Schema } from '../schema.ts'
import type { Tx } from '../transaction.ts'

/** Reads at most one row more than is counted, which stands for "more". */
export async function countUpTo<Table extends keyof Schema>(
  tx: Tx,
  rows: SelectQueryBuilder<Schema, Table, { id: string }>,
): Promise<number> {
  const { count } = await tx
    .selectFrom(rows.limit(mostCounted + 1).as('counted'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
