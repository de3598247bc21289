// The audit log: append-only, written in the same transaction as what it records.
import type { CountedApproval, DroppedBecause } from '../../domain/approvals.ts'
import type { Click, ClickEnd } from '../../domain/click.ts'
import type { Countersignature } from '../../domain/countersignature.ts'
import type { Ending } from '../../domain/round.ts'
import type { Step } from '../../domain/step.ts'
import type { Tx } from '../transaction.ts'
import { insertEvent } from './insert-event.ts'
import type { StoredRound } from './rounds.ts'

interface EventRow {
  readonly id: string
  readonly at: number
  readonly awsRequestId: string | null
  /** The session in AWS in which that call was made; left out, or null, if there was none. */
  readonly roleSession?: string | null
}

interface EndOfClickRow extends EventRow {
  /** Null, or left out, if no call of its claim carried one. */
  readonly countersignature?: Countersignature | null
}

interface StepChange {
  readonly now: number
  readonly newId: () => string
  readonly awsRequestId?: string | null
  readonly roleSession?: string | null
}

/** One row for a click's end. `stored` is null if the round is unknown. */
export async function auditClickEnd(
  tx: Tx,
  { id, at, awsRequestId, roleSession = null, countersignature = null }: EndOfClickRow,
  click: Click & { readonly entitlement?: string | null },
  stored: StoredRound | null,
  end: ClickEnd,
): Promise<void> {
  await insertEvent(tx, {
    id,
    at,
    kind: `click-${end.kind}`,
    pool_id: stored?.signUp.poolId ?? null,
    sub: stored?.signUp.sub ?? null,
    round_id: click.roundId,
    click_id: click.id,
    user_id: click.by.userId,
    team_id: click.by.teamId,
    outcome: JSON.stringify(end),
    slack_request_id: click.slackRequestId,
    aws_request_id: awsRequestId,
    role_session: roleSession,
    entitlement: click.entitlement ?? null,
    ...signatureColumns(countersignature),
  })
}

function signatureColumns(countersignature: Countersignature | null) {
  if (countersignature === null) return {}
  const { signingKey, ...kept } = countersignature
  return { signature: JSON.stringify(kept), signing_key: signingKey }
}

/** One row for an approval that no longer counts, but for one that its giver withdrew: that click has a row of its own. */
export async function auditDropped(
  tx: Tx,
  { id, at }: Omit<EventRow, 'awsRequestId'>,
  stored: StoredRound,
  { by, clickId }: CountedApproval,
  because: DroppedBecause,
): Promise<void> {
  await insertEvent(tx, {
    id,
    at,
    kind: `approval-${because}`,
    pool_id: stored.signUp.poolId,
    sub: stored.signUp.sub,
    round_id: stored.round.id,
    click_id: clickId,
    user_id: by.userId,
    team_id: by.teamId,
    outcome: JSON.stringify({ kind: because }),
    slack_request_id: null,
    aws_request_id: null,
  })
}

/** One row for a sign-up that lapsed, which is nobody's doing. */
export async function auditLapse(
  tx: Tx,
  { id, at }: Omit<EventRow, 'awsRequestId'>,
  stored: StoredRound,
  ending: Ending,
): Promise<void> {
  await auditOwn(tx, { id, at, awsRequestId: null }, stored, { kind: 'lapsed', outcome: ending })
}

/** One row for a change seen outside: a round ended without us, or a sign-up waits again. */
export async function auditObservation(
  tx: Tx,
  { id, at, awsRequestId }: EventRow,
  stored: StoredRound,
  seen: Ending | { readonly kind: 'waiting-again' },
): Promise<void> {
  await auditOwn(tx, { id, at, awsRequestId }, stored, { kind: `seen-${seen.kind}`, outcome: seen })
}

/** One row for what no click has done. */
async function auditOwn(
  tx: Tx,
  { id, at, awsRequestId }: EventRow,
  stored: StoredRound,
  { kind, outcome }: { readonly kind: string; readonly outcome: object },
): Promise<void> {
  await insertEvent(tx, {
    id,
    at,
    kind,
    pool_id: stored.signUp.poolId,
    sub: stored.signUp.sub,
    round_id: stored.round.id,
    click_id: null,
    user_id: null,
    team_id: null,
    outcome: JSON.stringify(outcome),
    slack_request_id: null,
    aws_request_id: awsRequestId,
  })
}

/** One row for a step that has ended, or has ended for now; nothing for one that goes on. */
export async function auditStep(
  tx: Tx,
  { now, newId, awsRequestId = null, roleSession = null }: StepChange,
  { signUp, round }: StoredRound,
  { deed, by, state }: Step,
): Promise<void> {
  if (state.kind === 'waiting' || state.kind === 'doing') return
  await insertEvent(tx, {
    id: newId(),
    at: now,
    kind: `step-${state.kind}`,
    pool_id: signUp.poolId,
    sub: signUp.sub,
    round_id: round.id,
    click_id: null,
    user_id: by.userId,
    team_id: by.teamId,
    outcome: JSON.stringify({ kind: state.kind, deed, state }),
    slack_request_id: null,
    aws_request_id: awsRequestId,
    role_session: roleSession,
  })
}
