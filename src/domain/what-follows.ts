// What an ending brings with it, as its pool wants it.
import type { Pool } from './pool.ts'
import type { Ending } from './round.ts'
import { type Deed, deedsOf } from './step.ts'
import { undoTime } from './undo-time.ts'

interface Following {
  readonly ending: Ending
  /** How long it can be undone, in milliseconds; 0 if it can't be. */
  readonly undoFor: number
  /** What has to be done now that the user is confirmed. */
  readonly deeds: readonly Deed[]
}

/** Nothing unless it is an approval. `pool` is null if it is no longer configured. */
export function whatFollows(ending: Ending, pool: Pool | null): Following {
  if (ending.kind !== 'confirmed' || pool === null) return { ending, undoFor: 0, deeds: [] }
  const { groups, signInNeedsGroup } = pool.after
  const isToWait = signInNeedsGroup && groups.length > 0
  return {
    ending: isToWait ? { ...ending, signInNeedsGroup: true } : ending,
    undoFor: undoTime(ending, pool),
    deeds: deedsOf(pool),
  }
}
