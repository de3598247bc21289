// A round that was opened to let a denied or lapsed sign-up wait again: makes sure that the user is still unconfirmed, enables them if the
// denial disabled them, and lets the round wait.
import type { LookUp, Update } from '../domain/attempt.ts'
import { judgeBeforeReopening, judgeReopened } from '../domain/judge-reopening.ts'
import type { Person } from '../domain/person.ts'
import type { Origin } from '../domain/way-back.ts'
import {
  type ClaimedClick,
  type Conclusion,
  concludeWayBack,
  type WayBackParts,
  type WayBackStep,
} from './conclude.ts'
import { type Allowed, changeUser, type UpdatingParts } from './update-user.ts'

export interface ReopeningParts extends WayBackParts, UpdatingParts {
  readonly ledger: WayBackParts['ledger'] &
    UpdatingParts['ledger'] & {
      /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
      unanswered(poolId: string, sub: string): Promise<Person | null>
      /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
      unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
    }
}

/** Null if another holder has taken over the claim, and will tell. */
export async function reopenInCognito(
  parts: ReopeningParts,
  claimed: ClaimedClick,
  origin: Extract<Origin, { kind: 'reopen' | 'resume' }>,
): Promise<Conclusion | null> {
  const { ledger, clock } = parts
  const { poolId, sub } = claimed.signUp
  const denied = origin.kind === 'reopen' ? origin.denied : null
  const unanswered = await ledger.unanswered(poolId, sub)
  const mayHaveWorked = async () => (await ledger.unseenUpdate(poolId, sub, 'enable')) !== null

  const judge = async (seen: LookUp): Promise<Allowed<WayBackStep>> => {
    const before = { denied, unanswered, mayBeEnabled: await mayHaveWorked() }
    const step = judgeBeforeReopening(seen, before, clock.now())
    if (step.kind === 'retry') return step
    return step.kind === 'enable' ? { kind: 'call' } : { kind: 'over', result: step }
  }
  const changed = await changeUser<WayBackStep>(parts, claimed, {
    call: 'enable',
    judge,
    accepted: (seen) => judgeReopened(seen, unanswered, clock.now()),
    mayHaveWorked,
    failed: (reason) => ({ kind: 'release', reason }),
  })
  if (changed === 'lost') return null
  const { result: step, answered, requestId } = changed
  return concludeWayBack(parts, claimed, { step, answered, requestId })
}
