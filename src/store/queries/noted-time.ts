// The store's time as it was last noted: after a restart, it tells whether the clock was set meanwhile.
import { isBelieved, type NotedTime } from '../../domain/steady-clock.ts'
import type { StoreParts, Tx } from '../transaction.ts'

/** The part of the store that notes the time. */
export function notedTimeLedger({ transact }: StoreParts) {
  return {
    readTime: () =>
      transact(async (tx, now): Promise<{ readonly now: number; readonly noted: NotedTime | null }> => {
        return { now, noted: await readNoted(tx) }
      }),

    noteTime: (at: number, isSteady: boolean) =>
      transact(async (tx) => {
        const noted = { at, is_steady: isSteady ? 1 : 0 }
        await tx
          .insertInto('noted_time')
          .values({ name: 'last', ...noted })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(noted))
          .execute()
      }),
  }
}

/** Whether the store's time, which is `now`, can be believed. */
export async function isTimeBelieved(tx: Tx, now: number): Promise<boolean> {
  return isBelieved(now, await readNoted(tx))
}

async function readNoted(tx: Tx): Promise<NotedTime | null> {
  const row = await tx.selectFrom('noted_time').selectAll().executeTakeFirst()
  return row === undefined ? null : { at: row.at, isSteady: row.is_steady === 1 }
}
