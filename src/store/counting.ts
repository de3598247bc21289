// What transactions did that is counted: told once they have committed, since what is undone has not happened.
import type { Transact, Tx } from './transaction.ts'

export interface Counted {
  /** A click has ended. `poolId` is null if it was about no sign-up that is known. */
  ended(click: { readonly poolId: string | null; readonly kind: string; readonly milliseconds: number }): void
  /** Somebody is no longer waiting, and no click did it. */
  confirmedOutside(poolId: string): void
}

type Note = (counted: Counted) => void

const notes = new WeakMap<Tx, Note[]>()

/** Has this counted if the transaction commits, and somebody counts. */
export function count(tx: Tx, note: Note): void {
  notes.get(tx)?.push(note)
}

/** The same transactions, counted. A commit that nobody knows of is not. */
export function counting(transact: Transact, counted: Counted): Transact {
  return async (work, ...how) => {
    let noted: Note[] = []
    const result = await transact(
      (tx, now) => {
        // Of several tries, the last one counts.
        noted = []
        notes.set(tx, noted)
        return work(tx, now)
      },
      ...how,
    )
    for (const note of noted) note(counted)
    return result
  }
}
