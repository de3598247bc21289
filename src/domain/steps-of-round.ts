// What becomes of a sign-up's steps as its rounds end.
import { never } from '../shared/never.ts'
import type { Ending, Round } from './round.ts'
import type { Origin } from './way-back.ts'

/** What an ending means for them: they begin, go on as they were, or are cancelled. */
export function stepsAfter(ending: Ending, origin: Origin | null | undefined): 'begin' | 'go-on' | 'cancel' {
  switch (ending.kind) {
    case 'confirmed':
      return 'begin'
    case 'not-done':
      return ending.decision === 'undo' && origin?.kind === 'undo' && !origin.isDisabled ? 'go-on' : 'cancel'
    case 'denied':
    case 'undone':
    case 'confirmed-elsewhere':
    case 'disproved':
    case 'disabled':
    case 'lapsed':
    case 'gone':
      return 'cancel'
    default:
      return never(ending)
  }
}

/** Whether they may be done as the sign-up's latest round is: not while somebody takes the confirmation back. */
export function mayDoSteps({ state, origin, isFollowed }: Round): boolean {
  return state.kind === 'settled' && isFollowed !== true && stepsAfter(state.ending, origin) !== 'cancel'
}
