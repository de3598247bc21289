// What Cognito's answers mean for whoever takes back an approval.
import { never } from '../shared/never.ts'
import type { LookUp } from './attempt.ts'
import type { FailureReason } from './failure.ts'
import type { NextStep } from './judge-answer.ts'
import { reasonWithoutLook } from './judge-update.ts'
import type { Undone } from './way-back.ts'

interface ApprovedBefore {
  /** The user was disabled before, and is only to be signed out. */
  readonly isDisabled: boolean
  /** A call of this undoing may have disabled the user unseen. */
  readonly mayBeDisabled: boolean
}

export type BeforeUndo =
  | Extract<NextStep, { kind: 'settle' | 'release' | 'retry' }>
  /** They can sign in, and are to be disabled. */
  | { readonly kind: 'disable' }
  /** They are disabled, and are to be signed out. */
  | { readonly kind: 'disabled'; readonly certainty: Undone['disabled'] }

/** Only who is confirmed and enabled is disabled, and only whom we have disabled is signed out. */
export function judgeBeforeUndo(
  seen: LookUp,
  { isDisabled, mayBeDisabled }: ApprovedBefore,
  now: Date,
): BeforeUndo {
  switch (seen.kind) {
    case 'failed': {
      const { reason } = seen
      if (reason.kind === 'throttled' || reason.kind === 'no-answer') return { kind: 'retry' }
      return { kind: 'release', reason: reasonWithoutLook(reason, mayBeDisabled) }
    }
    case 'contradicted':
      return { kind: 'release', reason: reasonOfContradiction(mayBeDisabled) }
    case 'gone':
      return { kind: 'settle', ending: { kind: 'gone', at: now } }
    case 'found':
      break
    default:
      return never(seen)
  }
  const { status, isEnabled } = seen
  if (status !== 'CONFIRMED' || (isEnabled && isDisabled))
    return { kind: 'release', reason: { kind: 'changed', status, isEnabled } }
  if (isEnabled) return { kind: 'disable' }
  if (isDisabled) return { kind: 'disabled', certainty: 'before' }
  if (mayBeDisabled) return { kind: 'disabled', certainty: 'probable' }
  // Somebody else did: what they wanted is unknown.
  return {
    kind: 'settle',
    ending: { kind: 'confirmed-elsewhere', status: 'CONFIRMED, but disabled', at: now },
  }
}

/** Never claims that nothing was done if an earlier call may have worked. */
function reasonOfContradiction(mayBeDisabled: boolean): FailureReason {
  return mayBeDisabled ? { kind: 'unexplained', name: 'UserNotFoundException' } : { kind: 'contradicted' }
}
