// A round that was opened to take back an approval: disables the user, signs them out, and writes down what of it worked.
import { type AnsweredAttempt, type LookUp, type Update, wasSent } from '../domain/attempt.ts'
import { decisionDeadline, mostCalls } from '../domain/deadlines.ts'
import type { FailureReason } from '../domain/failure.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import { type BeforeUndo, judgeBeforeUndo } from '../domain/judge-undo.ts'
import { judgeUpdate, reasonNotDone } from '../domain/judge-update.ts'
import type { Person } from '../domain/person.ts'
import type { Origin, Undone } from '../domain/way-back.ts'
import { again, done, retry } from '../shared/retry.ts'
import { type ClaimedClick, type ConcludingParts, type Conclusion, conclude } from './conclude.ts'
import { type Allowed, changeUser, look, type UpdatingParts } from './update-user.ts'

export interface UndoingParts extends ConcludingParts, UpdatingParts {
  readonly ledger: ConcludingParts['ledger'] &
    UpdatingParts['ledger'] & {
      /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
      unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
    }
}

type Disabled = Extract<BeforeUndo, { kind: 'disabled' }>

/** Null if another holder has taken over the claim, and will tell. */
export async function undoInCognito(
  parts: UndoingParts,
  claimed: ClaimedClick,
  { isDisabled }: Extract<Origin, { kind: 'undo' }>,
): Promise<Conclusion | null> {
  const { ledger, clock } = parts
  const { poolId, sub } = claimed.signUp
  const mayHaveWorked = async () => (await ledger.unseenUpdate(poolId, sub, 'disable')) !== null

  const judge = async (seen: LookUp): Promise<Allowed<NextStep | Disabled>> => {
    const before = { isDisabled, mayBeDisabled: await mayHaveWorked() }
    const step = judgeBeforeUndo(seen, before, clock.now())
    if (step.kind === 'retry') return step
    return step.kind === 'disable' ? { kind: 'call' } : { kind: 'over', result: step }
  }
  const changed = await changeUser<NextStep | Disabled>(parts, claimed, {
    call: 'disable',
    judge,
    accepted: (seen) =>
      seen.kind === 'gone'
        ? { kind: 'settle', ending: { kind: 'gone', at: clock.now() } }
        : { kind: 'disabled', certainty: 'answered' },
    mayHaveWorked,
    failed: (reason) => ({ kind: 'release', reason }),
  })
  if (changed === 'lost') return null
  const { result, answered, requestId } = changed
  if (result.kind !== 'disabled') return conclude(parts, claimed, { step: result, answered, requestId })
  if (answered !== null) await ledger.answerAttempt(answered)
  return signOut(parts, claimed, result.certainty, answered !== null && wasSent(answered.answer))
}

/** The user is disabled. Signing them out is shown with it, also if it failed. */
async function signOut(
  parts: UndoingParts,
  claimed: ClaimedClick,
  disabled: Undone['disabled'],
  wasSentBefore: boolean,
): Promise<Conclusion | null> {
  const { clock } = parts
  const until = new Date(claimed.since.getTime() + decisionDeadline)
  const pause = { first: 500, most: 8000 }
  let last: SignedOut = { answered: null, failure: { kind: 'throttled' } }
  const result = await retry({ clock, pause, tries: mostCalls, until }, async () => {
    const tried = await trySignOut(parts, claimed, until)
    if (tried.value === 'lost') return done('lost' as const)
    last = tried.value
    return tried.isOver ? done('over' as const) : again()
  })
  if (result === 'lost') return null
  const { answered, failure }: SignedOut = last
  const requestId =
    answered === null || answered.answer.kind === 'not-sent' ? null : answered.answer.requestId
  const isGone = failure?.kind === 'contradicted' && (await look(parts, claimed)).kind === 'gone'
  const { by } = claimed.click
  const at = clock.now()
  const ending = isGone
    ? ({ kind: 'gone', at } as const)
    : ({ kind: 'undone', by, at, disabled, signOutFailure: failure } as const)
  return conclude(parts, claimed, { step: { kind: 'settle', ending }, answered, requestId, wasSentBefore })
}

interface SignedOut {
  readonly answered: AnsweredAttempt | null
  /** Null if it worked. */
  readonly failure: FailureReason | null
}

/** One call. It does the same twice, so a lost answer is repeated. */
async function trySignOut(
  { ledger, userPools }: UndoingParts,
  { click, roundId, fence, signUp: { poolId, sub } }: ClaimedClick,
  startBefore: Date,
): Promise<{ readonly value: SignedOut | 'lost'; readonly isOver: boolean }> {
  const attempt = await ledger.beginAttempt({ roundId, clickId: click.id, fence }, 'sign-out')
  if (attempt === null) return { value: 'lost', isOver: true }
  const { by } = click
  const answer = await userPools.update({ call: 'sign-out', poolId, sub, by, startBefore, urgency: 'click' })
  const answered = { attemptId: attempt.id, call: 'sign-out', answer, lookUp: null } as const
  if (answer.kind === 'done') return { value: { answered, failure: null }, isOver: true }
  const isOver = judgeUpdate(answer).kind !== 'retry'
  if (!isOver) await ledger.answerAttempt(answered)
  return { value: { answered, failure: reasonNotDone(answer) }, isOver }
}
