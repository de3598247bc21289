// What a look at a denied user means for whoever wants them to wait again.
import type { LookUp } from './attempt.ts'
import type { Denied } from './decision.ts'
import { endingOf, type NextStep } from './judge-answer.ts'
import { reasonWithoutLook } from './judge-update.ts'
import type { Person } from './person.ts'

interface DeniedBefore {
  /** Null if it has lapsed. */
  readonly denied: Denied | null
  /** Who made the earliest call on the sign-up that may have confirmed it unseen; null if there is none. */
  readonly unanswered: Person | null
  /** A call of this reopening may have enabled the user unseen. */
  readonly mayBeEnabled: boolean
}

export type BeforeReopening =
  | Extract<NextStep, { kind: 'settle' | 'release' | 'retry' }>
  /** We have disabled them, and they are still unconfirmed. */
  | { readonly kind: 'enable' }
  /** Unconfirmed and enabled: there is nothing to change. */
  | { readonly kind: 'wait' }

/** Only who is still unconfirmed can wait again, and only whom we have disabled is enabled. */
export function judgeBeforeReopening(seen: LookUp, before: DeniedBefore, now: Date): BeforeReopening {
  if (seen.kind === 'failed') {
    const { reason } = seen
    if (reason.kind === 'throttled' || reason.kind === 'no-answer') return { kind: 'retry' }
    return { kind: 'release', reason: reasonWithoutLook(reason, before.mayBeEnabled) }
  }
  if (seen.kind === 'contradicted') return { kind: 'release', reason: { kind: 'contradicted' } }
  const { denied } = before
  if (denied?.account.kind === 'disabled' && seen.kind === 'found' && !seen.isEnabled) {
    if (seen.status === 'UNCONFIRMED') return { kind: 'enable' }
    // What the denial did was not seen then: they had been confirmed.
    if (seen.status === 'CONFIRMED')
      return { kind: 'settle', ending: { ...denied, account: { ...denied.account, status: seen.status } } }
  }
  const ending = endingOf(seen, before.unanswered, now)
  return ending === null ? { kind: 'wait' } : { kind: 'settle', ending }
}

/** Cognito accepted that they be enabled; `seen` is the look after that, in which the list may lag. */
export function judgeReopened(
  seen: LookUp,
  unanswered: Person | null,
  now: Date,
): Extract<BeforeReopening, { kind: 'settle' | 'wait' }> {
  const isKnown = seen.kind === 'gone' || (seen.kind === 'found' && seen.isEnabled)
  const ending = isKnown ? endingOf(seen, unanswered, now) : null
  return ending === null ? { kind: 'wait' } : { kind: 'settle', ending }
}
