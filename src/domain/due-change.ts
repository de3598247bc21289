// What ends by itself while a round waits.
import { approvalLife } from './deadlines.ts'
import type { RoundState } from './round.ts'

/** When the next of what its card says ends: who looks into it, or an approval. Null if nothing does. */
export function dueChange(state: RoundState): Date | null {
  if (state.kind !== 'waiting') return null
  const ends = (state.tally?.given ?? []).map(({ at }) => at.getTime() + approvalLife)
  if (state.looking !== undefined) ends.push(state.looking.until.getTime())
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}
