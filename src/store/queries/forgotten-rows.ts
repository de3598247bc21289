// How many rows were forgotten in a day, counted in the transaction that forgets them.
import { type ForgottenInDay, forgottenAt } from '../../domain/forgetting-limit.ts'
import type { StoreParts, Tx } from '../transaction.ts'

/** Tables of which only so many rows may be forgotten in a day. Other rows go with those of `sign_ups`. */
export type Limited = 'sign_ups' | 'clicks' | 'audit_events' | 'past_decisions'

/** How many rows one transaction counts. */
const rowsCounted = 5000

/** The part of the store that limits forgetting. */
export function forgottenRowsLedger({ transact }: StoreParts) {
  return {
    forgottenInDay: (table: Limited) => transact((tx, now) => readForgotten(tx, table, now)),

    /** Raises what may be forgotten in this day. */
    allowForgetting: (table: Limited, most: number) =>
      transact(async (tx, now) => {
        const count = await readForgotten(tx, table, now)
        await write(tx, table, { ...count, most: Math.max(count.most, most) })
      }),

    /** Counts some rows of a table. It is counted whole when `next` is null, which it also begins with. */
    countSome: (table: Limited, after: string | null) =>
      transact(async (tx) => {
        const last = await tx
          .selectFrom(table)
          .select('id')
          .where('id', '>', after ?? '')
          .orderBy('id')
          .limit(1)
          .offset(rowsCounted - 1)
          .executeTakeFirst()
        if (last !== undefined) return { rows: rowsCounted, next: last.id }
        const { rows } = await tx
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('rows'))
          .where('id', '>', after ?? '')
          .executeTakeFirstOrThrow()
        return { rows, next: null }
      }),
  }
}

/** Of the day that is now. */
export async function readForgotten(tx: Tx, table: Limited, now: number): Promise<ForgottenInDay> {
  const row = await tx
    .selectFrom('forgotten_rows')
    .select(['since', 'rows', 'most'])
    .where('table_name', '=', table)
    .executeTakeFirst()
  return forgottenAt(now, row ?? null)
}

export async function addForgotten(
  tx: Tx,
  table: Limited,
  before: ForgottenInDay,
  rows: number,
): Promise<void> {
  if (rows > 0) await write(tx, table, { ...before, rows: before.rows + rows })
}

async function write(tx: Tx, table: Limited, count: ForgottenInDay): Promise<void> {
  await tx
    .insertInto('forgotten_rows')
    .values({ table_name: table, ...count })
    .onConflict((conflict) => conflict.column('table_name').doUpdateSet({ ...count }))
    .execute()
}
