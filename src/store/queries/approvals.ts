// Approvals that a round counts: added, withdrawn, and dropped. Each function of the ledger is one transaction.
import { areSameFacts, type Dropped, type DroppedBecause, lapsedIn } from '../../domain/approvals.ts'
import type { CardEntry } from '../../domain/card-entry.ts'
import { type AddedApproval, type CountResult, lateFor, type Withdrawal } from '../../domain/claim.ts'
import type { ClickEnd } from '../../domain/click.ts'
import { wayBackFrom } from '../../domain/next-round.ts'
import { type RoundEvent, type RoundState, tallyOf } from '../../domain/round.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { auditDropped } from './audit.ts'
import { findClick } from './clicks.ts'
import { endClick } from './end-click.ts'
import { readShowing } from './messages.ts'
import { openByClick } from './next-rounds.ts'
import { changeRound, readRound, type StoredRound } from './rounds.ts'

/** The part of the store that counting approvals works with. */
export function approvalsLedger({ transact, newId }: StoreParts) {
  return {
    /** The round as it is now, without approvals that have lapsed. Null if it is unknown. */
    tallied: (roundId: string) =>
      transact(async (tx, now): Promise<CardEntry | null> => {
        await dropLapsed(tx, now, newId, roundId)
        return readRound(tx, roundId)
      }),

    /** Counts an approval and ends its click. One that lets somebody in again opens the round in which it counts. */
    addApproval: ({ clickId, roundId, relied, seen, end, entitlement }: AddedApproval) =>
      transact(async (tx, now): Promise<CountResult> => {
        const click = await findClick(tx, clickId)
        const asked = await readRound(tx, roundId)
        if (click === null || click.hasEnded || asked === null) return { kind: 'ended' }
        // Another process carried out this command at the same time and turned to a different round.
        if (click.roundId !== null && click.roundId !== roundId) return { kind: 'ended' }
        if (asked.signUp.isImitation) return { kind: 'imitation' }
        if (!areSameFacts(asked.signUp, seen)) return { kind: 'recount' }
        const way = wayBackFrom(click.request, asked.round)
        const opened =
          way === null
            ? ({ kind: 'opened', stored: asked } as const)
            : await openByClick(tx, now, asked, { click, way, newId })
        if (opened.kind !== 'opened') return opened
        const { stored } = opened
        const event: RoundEvent = { kind: 'add-approval', relied, now: new Date(now) }
        const changed = await changeRound(tx, now, stored.round, event)
        if (changed === null) {
          const { state } = stored.round
          return state.kind === 'waiting' ? { kind: 'recount' } : lateFor(state)
        }
        const entitled = { ...click, entitlement: entitlement === null ? null : JSON.stringify(entitlement) }
        const roundVersion = changed.version
        await endClick(
          tx,
          { id: newId(), at: now },
          { click: entitled, end, stored, roundVersion, awsRequestId: null },
        )
        return { kind: 'counted', messageIds: await showing(tx, stored.round.id) }
      }),

    /** Those of these approvals that count, do so no longer. */
    dropApprovals: (roundId: string, clickIds: readonly string[], because: DroppedBecause) =>
      transact(async (tx, now): Promise<readonly Dropped[]> => {
        const stored = await readRound(tx, roundId)
        return stored === null ? [] : dropApprovals(tx, now, newId, stored, clickIds, because)
      }),

    /** Ends a click that withdraws its person's approval. */
    withdrawApproval: (clickId: string, roundId: string) =>
      transact(async (tx, now): Promise<Withdrawal> => {
        const click = await findClick(tx, clickId)
        if (click === null || click.hasEnded) return { kind: 'ended' }
        const stored = await readRound(tx, roundId)
        if (stored === null) return { kind: 'unknown-round' }
        const { state } = stored.round
        const own = (tallyOf(state)?.given ?? []).filter(({ by }) => by.userId === click.by.userId)
        const clickIds = own.map((approval) => approval.clickId)
        const event: RoundEvent = {
          kind: 'drop-approvals',
          clickIds,
          because: 'withdrawn',
          now: new Date(now),
        }
        const changed = await changeRound(tx, now, stored.round, event)
        // Nobody was asked whether they may decide: only whose approval has counted is told what came of it.
        const isTooLate = own.length > 0 || hasApproved(state, click.by.userId)
        const end: ClickEnd =
          changed !== null
            ? { kind: 'withdrawn' }
            : isTooLate
              ? lateFor(state)
              : { kind: 'nothing-to-withdraw' }
        const roundVersion = changed?.version ?? null
        const ended = { click, end, stored, roundVersion, awsRequestId: null }
        await endClick(tx, { id: newId(), at: now }, ended)
        return { kind: 'over', end, messageIds: changed === null ? null : await showing(tx, roundId) }
      }),
  }
}

function hasApproved(state: RoundState, userId: string): boolean {
  if (state.kind !== 'settled' || state.ending.kind !== 'confirmed') return false
  const { by, approvers = [by] } = state.ending
  return approvers.some((approver) => approver.userId === userId)
}

async function showing(tx: Tx, roundId: string): Promise<readonly string[]> {
  return (await readShowing(tx, roundId)).map(({ id }) => id)
}

async function dropApprovals(
  tx: Tx,
  now: number,
  newId: () => string,
  stored: StoredRound,
  clickIds: readonly string[],
  because: DroppedBecause,
): Promise<readonly Dropped[]> {
  const event: RoundEvent = { kind: 'drop-approvals', clickIds, because, now: new Date(now) }
  if ((await changeRound(tx, now, stored.round, event)) === null) return []
  return auditAll(tx, now, newId, stored, clickIds, because)
}

/** Those that were given too long ago count no longer. */
export async function dropLapsed(tx: Tx, now: number, newId: () => string, roundId: string): Promise<void> {
  const stored = await readRound(tx, roundId)
  if (stored === null) return
  const lapsed = lapsedIn(tallyOf(stored.round.state), new Date(now)).map(({ clickId }) => clickId)
  await dropApprovals(tx, now, newId, stored, lapsed, 'lapsed')
}

/** What a card shows has changed: approvals that were given before do not hold for it. */
export async function voidApprovals(
  tx: Tx,
  now: number,
  newId: () => string,
  roundId: string,
): Promise<void> {
  const stored = await readRound(tx, roundId)
  if (stored === null) return
  const event: RoundEvent = { kind: 'change-facts', now: new Date(now) }
  if ((await changeRound(tx, now, stored.round, event)) === null) return
  const clickIds = (tallyOf(stored.round.state)?.given ?? []).map(({ clickId }) => clickId)
  await auditAll(tx, now, newId, stored, clickIds, 'facts-changed')
}

async function auditAll(
  tx: Tx,
  now: number,
  newId: () => string,
  stored: StoredRound,
  clickIds: readonly string[],
  because: DroppedBecause,
): Promise<readonly Dropped[]> {
  const given = tallyOf(stored.round.state)?.given ?? []
  const leaving = given.filter(({ clickId }) => clickIds.includes(clickId))
  for (const approval of leaving) await auditDropped(tx, { id: newId(), at: now }, stored, approval, because)
  return leaving.map(({ by }) => ({ by, because }))
}
