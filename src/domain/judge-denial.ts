// What Cognito's answers mean for a denial: before the call, after it, and for a user who turns out to be disabled.
import type { LookUp } from './attempt.ts'
import type { Denial, Denied, Fate } from './decision.ts'
import type { FailureReason } from './failure.ts'
import { endingOf, type NextStep } from './judge-answer.ts'
import { reasonWithoutLook } from './judge-update.ts'
import type { Person } from './person.ts'

/** What earlier calls may have done without an answer telling so. */
export interface Unseen {
  /** Who made the earliest call on the sign-up that may have confirmed it; null if there is none. */
  readonly unanswered: Person | null
  /** The earliest denial of the round whose call may have disabled the user; null if there is none. */
  readonly denial: Denial | null
}

export type BeforeDenial =
  | Extract<NextStep, { kind: 'settle' | 'release' | 'retry' }>
  /** Unconfirmed and enabled: only then may the user be disabled. */
  | { readonly kind: 'still-waiting' }

/** What a look at the user allows: nobody is disabled who is not known to be waiting. */
export function judgeBeforeDenial(seen: LookUp, { unanswered, denial }: Unseen, now: Date): BeforeDenial {
  if (seen.kind === 'failed') return judgeFailedLook(seen.reason, denial)
  if (seen.kind === 'contradicted') return { kind: 'release', reason: { kind: 'contradicted' } }
  const ending = deniedBefore(seen, denial, now) ?? endingOf(seen, unanswered, now)
  return ending === null ? { kind: 'still-waiting' } : { kind: 'settle', ending }
}

function judgeFailedLook(reason: FailureReason, denial: Denial | null): BeforeDenial {
  if (reason.kind === 'throttled' || reason.kind === 'no-answer') return { kind: 'retry' }
  return { kind: 'release', reason: reasonWithoutLook(reason, denial !== null) }
}

/** The denial that probably disabled this user; null if they are not disabled, or none is unexplained. */
export function deniedBefore(found: LookUp, denial: Denial | null, at: Date): Denied | null {
  if (denial === null || found.kind !== 'found' || found.isEnabled) return null
  const { status } = found
  return { ...denial, kind: 'denied', at, account: { kind: 'disabled', certainty: 'probable', status } }
}

/** Nothing was changed, because the pool wants that, or because the account was disabled already. */
export function kept(denial: Denial, fate: Exclude<Fate, 'disable'>, at: Date): Denied {
  const account = { kind: fate === 'keep' ? 'kept' : 'kept-disabled' } as const
  return { ...denial, kind: 'denied', at, account }
}

/** What Cognito accepted; `seen` is the look at the user after that. A user who was deleted meanwhile is gone. */
export function judgeReadBack(seen: LookUp, denial: Denial, at: Date): Extract<NextStep, { kind: 'settle' }> {
  if (seen.kind === 'gone') return { kind: 'settle', ending: { kind: 'gone', at } }
  const isShown = seen.kind === 'found' && !seen.isEnabled
  const account = {
    kind: 'disabled' as const,
    certainty: 'answered' as const,
    status: isShown ? seen.status : null,
  }
  return { kind: 'settle', ending: { ...denial, kind: 'denied', at, account } }
}
