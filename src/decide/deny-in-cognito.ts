// A round that is claimed for a denial: makes sure that the user is still waiting, disables them if their pool wants that, and
// writes down how it ended.
import type { LookUp, Update } from '../domain/attempt.ts'
import type { Denial } from '../domain/decision.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import { judgeBeforeDenial, judgeReadBack, kept, type Unseen } from '../domain/judge-denial.ts'
import { judgeBeforeLettingIn } from '../domain/judge-letting-in.ts'
import type { Person } from '../domain/person.ts'
import type { DenyRequest } from '../domain/request.ts'
import { type ClaimedClick, type ConcludingParts, type Conclusion, conclude } from './conclude.ts'
import { type Allowed, changeUser, type UpdatingParts } from './update-user.ts'

export interface DenyingParts extends ConcludingParts, UpdatingParts {
  readonly ledger: ConcludingParts['ledger'] &
    UpdatingParts['ledger'] & {
      /** Who made the earliest call on this sign-up that may have confirmed it unseen; null if there is none. */
      unanswered(poolId: string, sub: string): Promise<Person | null>
      /** The earliest denial of the round whose call may have disabled the user unseen; null if there is none. */
      unseenDenial(poolId: string, sub: string): Promise<Denial | null>
      /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
      unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
    }
}

/** Null if another holder has taken over the claim, and will tell. */
export async function denyInCognito(
  parts: DenyingParts,
  claimed: ClaimedClick,
  { reason, note, onDeny }: DenyRequest,
): Promise<Conclusion | null> {
  const { clock } = parts
  const denial: Denial = { by: claimed.click.by, reason, note }

  /** A user who was to be let in again is only left as they are. */
  const allows = async (seen: LookUp) =>
    onDeny === 'keep-disabled'
      ? judgeBeforeLettingIn(seen, await lettingIn(parts, claimed), clock.now())
      : judgeBeforeDenial(seen, await unseen(parts, claimed), clock.now())

  const judge = async (seen: LookUp, isFresh: () => boolean): Promise<Allowed<NextStep>> => {
    const step = await allows(seen)
    if (step.kind === 'retry') return step
    if (step.kind !== 'still-waiting' && step.kind !== 'still-disabled') return { kind: 'over', result: step }
    if (onDeny === 'disable') return { kind: 'call' }
    if (!isFresh()) return { kind: 'retry' }
    return { kind: 'over', result: { kind: 'settle', ending: kept(denial, onDeny, clock.now()) } }
  }
  const changed = await changeUser<NextStep>(parts, claimed, {
    call: 'disable',
    judge,
    accepted: (seen) => judgeReadBack(seen, denial, clock.now()),
    mayHaveWorked: async () => (await unseen(parts, claimed)).denial !== null,
    failed: (why) => ({ kind: 'release', reason: why }),
  })
  if (changed === 'lost') return null
  const { result: step, answered, requestId } = changed
  return conclude(parts, claimed, { step, answered, requestId })
}

function lettingIn({ ledger }: DenyingParts, { signUp }: ClaimedClick): Promise<Person | null> {
  return ledger.unseenUpdate(signUp.poolId, signUp.sub, 'enable')
}

async function unseen({ ledger }: DenyingParts, { signUp }: ClaimedClick): Promise<Unseen> {
  const { poolId, sub } = signUp
  return {
    unanswered: await ledger.unanswered(poolId, sub),
    denial: await ledger.unseenDenial(poolId, sub),
  }
}
