// A round that is claimed to let a disabled user in again: makes sure that they are still disabled, and enables them.
import type { LookUp, Update } from '../domain/attempt.ts'
import type { NextStep } from '../domain/judge-answer.ts'
import { judgeBeforeLettingIn, letIn } from '../domain/judge-letting-in.ts'
import type { Person } from '../domain/person.ts'
import { type ClaimedClick, type ConcludingParts, type Conclusion, conclude } from './conclude.ts'
import { type Allowed, changeUser, type UpdatingParts } from './update-user.ts'

export interface LettingInParts extends ConcludingParts, UpdatingParts {
  readonly ledger: ConcludingParts['ledger'] &
    UpdatingParts['ledger'] & {
      /** Who made the earliest call of this kind in the latest round that may have worked unseen; null if nobody did. */
      unseenUpdate(poolId: string, sub: string, call: Update): Promise<Person | null>
    }
}

/** Null if another holder has taken over the claim, and will tell. */
export async function letInCognito(parts: LettingInParts, claimed: ClaimedClick): Promise<Conclusion | null> {
  const { ledger, clock } = parts
  const { poolId, sub } = claimed.signUp
  const unseen = () => ledger.unseenUpdate(poolId, sub, 'enable')

  const judge = async (seen: LookUp): Promise<Allowed<NextStep>> => {
    const step = judgeBeforeLettingIn(seen, await unseen(), clock.now())
    if (step.kind === 'retry') return step
    return step.kind === 'still-disabled' ? { kind: 'call' } : { kind: 'over', result: step }
  }
  const changed = await changeUser<NextStep>(parts, claimed, {
    call: 'enable',
    judge,
    accepted: (seen) => {
      const at = clock.now()
      const ending =
        seen.kind === 'gone' ? ({ kind: 'gone', at } as const) : letIn(claimed.click.by, at, 'answered')
      return { kind: 'settle', ending }
    },
    mayHaveWorked: async () => (await unseen()) !== null,
    failed: (reason) => ({ kind: 'release', reason }),
  })
  if (changed === 'lost') return null
  const { result: step, answered, requestId } = changed
  return conclude(parts, claimed, { step, answered, requestId })
}
