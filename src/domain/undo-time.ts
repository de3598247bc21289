// How long an ending can be undone.
import type { Pool } from './pool.ts'
import type { Ending } from './round.ts'

/** In milliseconds; 0 if it is no approval, or if the pool does not want that. */
export function undoTime(ending: Ending, { undoWindow }: Pick<Pool, 'undoWindow'>): number {
  return ending.kind === 'confirmed' ? undoWindow : 0
}
