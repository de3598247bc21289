// Who looks into a sign-up that waits, as a click says it, in one transaction.
import { type LookingResult, lateFor } from '../../domain/claim.ts'
import type { ClickEnd } from '../../domain/click.ts'
import type { Entitlement } from '../../domain/entitlement.ts'
import type { RoundEvent, RoundState } from '../../domain/round.ts'
import type { StoreParts } from '../transaction.ts'
import { findClick } from './clicks.ts'
import { endClick } from './end-click.ts'
import { readShowing } from './messages.ts'
import { changeRound, readRound } from './rounds.ts'

/** The part of the store that looking into a sign-up works with. */
export function lookingLedger({ transact, newId }: StoreParts) {
  return {
    /** Ends a click that says that its person looks into the sign-up, or takes that back. */
    changeLooking: (clickId: string, roundId: string, entitlement: Entitlement | null) =>
      transact(async (tx, now): Promise<LookingResult> => {
        const click = await findClick(tx, clickId)
        const stored = await readRound(tx, roundId)
        if (click === null || click.hasEnded || stored === null) return { kind: 'ended' }
        const isLooking = click.request.kind === 'look-into'
        const { by } = click
        const event: RoundEvent = isLooking
          ? { kind: 'look-into', by, now: new Date(now) }
          : { kind: 'stop-looking', by }
        const changed = await changeRound(tx, now, stored.round, event)
        const end: ClickEnd =
          changed !== null
            ? { kind: isLooking ? 'looking' : 'stopped-looking' }
            : whyNot(stored.round.state, isLooking)
        const entitled = { ...click, entitlement: entitlement === null ? null : JSON.stringify(entitlement) }
        const roundVersion = changed?.version ?? null
        const ended = { click: entitled, end, stored, roundVersion, awsRequestId: null }
        await endClick(tx, { id: newId(), at: now }, ended)
        if (changed === null) return { kind: 'over', end, messageIds: null }
        return { kind: 'over', end, messageIds: (await readShowing(tx, roundId)).map(({ id }) => id) }
      }),
  }
}

/** Nobody has asked whether whoever stops may decide, so they are told nothing of how the round ended. */
function whyNot(state: RoundState, isLooking: boolean): ClickEnd {
  return isLooking ? lateFor(state) : { kind: 'was-not-looking' }
}
