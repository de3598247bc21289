// A store of which one transaction gets no answer to its COMMIT, whether or not it is committed.
import { CommitUnknown } from '../../src/shared/commit-unknown.ts'
import type { Transact } from '../../src/store/transaction.ts'

export type Outcome = 'committed' | 'lost'

export interface Forgetful {
  readonly transact: Transact
  /** The next transaction is committed, or not, and nobody is told. */
  forget(next: Outcome): void
}

class RolledBack extends Error {}

export function createForgetful(store: Transact): Forgetful {
  let next: Outcome | null = null
  return {
    forget: (outcome) => {
      next = outcome
    },
    transact: async (work, urgency) => {
      const outcome = next
      next = null
      if (outcome === null) return store(work, urgency)
      const ended = store(async (tx, now) => {
        await work(tx, now)
        if (outcome === 'lost') throw new RolledBack()
      }, urgency)
      await ended.catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error
      })
      throw new CommitUnknown(new Error('The connection was lost'))
    },
  }
}
