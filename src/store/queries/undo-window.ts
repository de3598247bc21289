// The time in which an approval can be undone: when it is over, the card loses its button.
import type { StoreParts } from '../transaction.ts'
import { rowsChanged } from './chunks.ts'
import { changeRound, readRound } from './rounds.ts'

/** The part of the store that ends that time. */
export function undoWindowLedger({ transact }: StoreParts) {
  /** In the words of the index that holds just these. */
  const endSome = () =>
    transact(async (tx, now) => {
      const due = await tx
        .selectFrom('rounds')
        .select('id')
        .where('undo_until', 'is not', null)
        .where('undo_until', '<=', now)
        .orderBy('undo_until')
        .limit(rowsChanged)
        .execute()
      for (const { id } of due) {
        const stored = await readRound(tx, id)
        if (stored !== null)
          await changeRound(tx, now, stored.round, { kind: 'end-undo', now: new Date(now) })
      }
      return due.length
    })

  return {
    /** Takes the button off every card whose time is over. Returns how many. */
    endUndoWindows: async (): Promise<number> => {
      for (let ended = 0; ; ) {
        const some = await endSome()
        ended += some
        if (some < rowsChanged) return ended
      }
    },
  }
}
