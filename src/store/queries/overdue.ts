// What ends by itself once its time is over: the time in which an approval can be undone, who looks into a sign-up, and an
// approval that was given too long ago. The cards that show it are drawn anew.
import type { StoreParts, Tx } from '../transaction.ts'
import { dropLapsed } from './approvals.ts'
import { rowsChanged } from './chunks.ts'
import { changeRound, readRound } from './rounds.ts'

/** The part of the store that ends it. */
export function overdueLedger({ transact, newId }: StoreParts) {
  /** In the words of the indexes that hold just these. */
  const endSome = (
    column: 'undo_until' | 'changes_at',
    end: (tx: Tx, now: number, id: string) => Promise<void>,
  ) =>
    transact(async (tx, now) => {
      const due = await tx
        .selectFrom('rounds')
        .select('id')
        .where(column, 'is not', null)
        .where(column, '<=', now)
        .orderBy(column)
        .limit(rowsChanged)
        .execute()
      for (const { id } of due) await end(tx, now, id)
      return due.length
    })

  const endUndo = (tx: Tx, now: number, id: string) => endOne(tx, now, id, 'end-undo')
  const endInRound = async (tx: Tx, now: number, id: string) => {
    await dropLapsed(tx, now, newId, id)
    await endOne(tx, now, id, 'end-looking')
  }

  return {
    /** Ends all of it, a few rows at a time. Returns in how many rounds. */
    endOverdue: async (): Promise<number> => {
      for (let ended = 0; ; ) {
        const some = [await endSome('undo_until', endUndo), await endSome('changes_at', endInRound)]
        ended += some.reduce((sum, count) => sum + count, 0)
        if (some.every((count) => count < rowsChanged)) return ended
      }
    },
  }
}

async function endOne(tx: Tx, now: number, id: string, kind: 'end-undo' | 'end-looking'): Promise<void> {
  const stored = await readRound(tx, id)
  if (stored !== null) await changeRound(tx, now, stored.round, { kind, now: new Date(now) })
}
