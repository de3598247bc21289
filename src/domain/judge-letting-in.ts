// What Cognito's answers mean for whoever lets a disabled user in again.
import { never } from '../shared/never.ts'
import type { LookUp } from './attempt.ts'
import type { NextStep } from './judge-answer.ts'
import { reasonWithoutLook } from './judge-update.ts'
import type { Person } from './person.ts'
import type { Confirmed } from './round.ts'

export type BeforeLettingIn =
  | Extract<NextStep, { kind: 'settle' | 'release' | 'retry' }>
  /** Confirmed and disabled, as is to be expected. */
  | { readonly kind: 'still-disabled' }

/** Only who is confirmed and disabled is enabled. `unseen` made the earliest call that may have done so; null if nobody did. */
export function judgeBeforeLettingIn(seen: LookUp, unseen: Person | null, now: Date): BeforeLettingIn {
  switch (seen.kind) {
    case 'failed': {
      const { reason } = seen
      if (reason.kind === 'throttled' || reason.kind === 'no-answer') return { kind: 'retry' }
      return { kind: 'release', reason: reasonWithoutLook(reason, unseen !== null) }
    }
    case 'contradicted':
      return { kind: 'release', reason: { kind: 'contradicted' } }
    case 'gone':
      return { kind: 'settle', ending: { kind: 'gone', at: now } }
    case 'found': {
      const { status, isEnabled } = seen
      if (status !== 'CONFIRMED') return { kind: 'release', reason: { kind: 'changed', status, isEnabled } }
      if (!isEnabled) return { kind: 'still-disabled' }
      if (unseen === null)
        return {
          kind: 'settle',
          ending: { kind: 'confirmed-elsewhere', status: 'CONFIRMED, and enabled', at: now },
        }
      return { kind: 'settle', ending: letIn(unseen, now, 'probable') }
    }
    default:
      return never(seen)
  }
}

/** They can sign in again. */
export function letIn(by: Person, at: Date, certainty: Confirmed['certainty']): Confirmed {
  return { kind: 'confirmed', by, at, certainty, functionError: null }
}
