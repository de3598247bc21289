// Carries out a click that is on disk: authorise, claim, confirm or deny, and announce its end.
import type { CardEntry } from '../domain/card-entry.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { clickLife } from '../domain/deadlines.ts'
import { type Entitlement, entitlementFor } from '../domain/entitlement.ts'
import type { FailureReason } from '../domain/failure.ts'
import { mayDecide } from '../domain/may-decide.ts'
import { wayBackFrom } from '../domain/next-round.ts'
import { isUndoOffered } from '../domain/offers.ts'
import type { Pool } from '../domain/pool.ts'
import { decisionOf, type TryAgainRequest } from '../domain/request.ts'
import type { Failure } from '../domain/round.ts'
import type { SignUp } from '../domain/sign-up.ts'
import { isOfAnotherStore } from '../domain/store-id.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Log } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { type ActingParts, act } from './act-on-claim.ts'
import { announceEnd } from './announce-end.ts'
import type { CommandResult } from './answer-command.ts'
import type { ClaimedClick } from './conclude.ts'
import { type CountingParts, claimOrCount } from './count-approval.ts'
import { changeLooking, type LookingParts } from './look-into.ts'
import { type TakingUpParts, takeUp } from './take-up-claim.ts'
import { type TryingAgainParts, tryStepsAgain } from './try-steps-again.ts'
import { type WithdrawingParts, withdrawApproval } from './withdraw-approval.ts'

export interface DecidingParts
  extends CountingParts,
    ActingParts,
    WithdrawingParts,
    TryingAgainParts,
    LookingParts,
    TakingUpParts {
  readonly ledger: CountingParts['ledger'] &
    ActingParts['ledger'] &
    WithdrawingParts['ledger'] &
    TryingAgainParts['ledger'] &
    LookingParts['ledger'] &
    TakingUpParts['ledger'] & {
      /** Null if the round is unknown. */
      entry(roundId: string): Promise<CardEntry | null>
      /** The sign-up has changed since the form was opened that asked for this bulk decision. */
      hasChangedSinceList(bulkId: string, roundId: string): Promise<boolean>
      /** False if the click has ended, or holds a claim. `entitlement` is null unless the person may decide. */
      end(
        clickId: string,
        end: ClickEnd,
        failure: Failure | null,
        roundId: string | null,
        entitlement: Entitlement | null,
      ): Promise<boolean>
    }
  readonly userPools: ActingParts['userPools'] & TakingUpParts['userPools']
  readonly log: Log
  readonly storeId: string
  poolOf(poolId: string): Pool | null
  /** Finds the round that a command names, or its answer. */
  answerCommand(click: Click, text: string): Promise<CommandResult>
  /** Resolves when Cognito can take one more confirmation, so that no claim is made too early. */
  roomToConfirm(pool: Pool): Promise<void>
  /** The click's message may show no round of ours, or no longer be its round's message. */
  closeIfStray(click: Click): void
  /** There is something to post or draw. */
  cardsChanged(): void
}

export interface Decider {
  /** Carries out a click that holds no claim. `entry` is what it is about, if that was read with it. */
  carryOut(click: Click, entry?: CardEntry | null): Promise<void>
  /** Goes on with a click whose claim belongs to a dead process (`isOwner`), or whose lease is over. */
  takeUp(click: Click, isOwner: boolean): Promise<void>
  isAtWork(clickId: string): boolean
}

export function createDecider(parts: DecidingParts): Decider {
  const atWork = createInFlight()
  return {
    carryOut: async (click, entry) => {
      await atWork.unlessRunning(click.id, () => carryOut(parts, click, entry))
    },
    takeUp: async (click, isOwner) => {
      const goOn = (claimed: ClaimedClick) => act(parts, claimed, null)
      await atWork.unlessRunning(click.id, () => takeUp(parts, click, isOwner, goOn))
    },
    isAtWork: atWork.isRunning,
  }
}

async function carryOut(parts: DecidingParts, click: Click, entry?: CardEntry | null): Promise<void> {
  const { request } = click
  switch (request.kind) {
    case 'approve':
    case 'deny':
    case 'reopen':
    case 'undo':
    case 'let-in': {
      const { roundId } = request
      const known = entry === undefined ? await parts.ledger.entry(roundId) : entry
      if (click.toldBy === 'card') parts.closeIfStray(click)
      return decide(parts, click, roundId, known)
    }
    case 'withdraw':
      if (click.toldBy === 'card') parts.closeIfStray(click)
      return withdraw(parts, click, request.roundId)
    case 'try-again':
      if (click.toldBy === 'card') parts.closeIfStray(click)
      return trySteps(parts, click, request, entry)
    case 'look-into':
    case 'stop-looking':
      if (click.toldBy === 'card') parts.closeIfStray(click)
      return look(parts, click, entry ?? (await parts.ledger.entry(request.roundId)), request.roundId)
    case 'command':
      return obey(parts, click, request.text)
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
      // Only the dead process had the right to open the form.
      return endUnclaimed(parts, { click, roundId: click.roundId }, { kind: 'expired' })
    default:
      return never(request)
  }
}

async function withdraw(parts: DecidingParts, click: Click, roundId: string): Promise<void> {
  if (isTooOld(parts, click)) return endUnclaimed(parts, { click, roundId }, { kind: 'expired' })
  const withdrawn = await withdrawApproval(parts, click, roundId)
  if (withdrawn === 'unknown-round') await endUnclaimed(parts, { click, roundId }, unknownTo(parts, roundId))
}

async function trySteps(
  parts: DecidingParts,
  click: Click,
  { roundId, place }: TryAgainRequest,
  entry?: CardEntry | null,
): Promise<void> {
  const asked = { click, roundId }
  if (isTooOld(parts, click)) return endUnclaimed(parts, asked, { kind: 'expired' })
  const read = entry === undefined ? await parts.ledger.entry(roundId) : entry
  const known = read === null ? null : knownIn(parts, read)
  if (known === null) return endUnclaimed(parts, asked, unknownTo(parts, roundId))
  const end = await tryStepsAgain(parts, click, { roundId, place, ...known })
  if (end !== null) await endUnclaimed(parts, asked, end)
}

async function look(parts: DecidingParts, click: Click, entry: CardEntry | null, roundId: string) {
  const known = entry === null ? null : knownIn(parts, entry)
  const asked = { click, roundId }
  if (entry === null || known === null) return endUnclaimed(parts, asked, unknownTo(parts, roundId))
  if (isTooOld(parts, click)) return endUnclaimed(parts, asked, { kind: 'expired' })
  const end = await changeLooking(parts, click, entry, known.pool)
  if (end !== null) await endUnclaimed(parts, asked, end)
}

async function obey(parts: DecidingParts, click: Click, text: string): Promise<void> {
  const asked = { click, roundId: null }
  if (isTooOld(parts, click)) return endUnclaimed(parts, asked, { kind: 'expired' })
  const result = await parts.answerCommand(click, text)
  if (result.kind === 'end') return endUnclaimed(parts, asked, result.end)
  return decide(parts, click, result.entry.round.id, result.entry)
}

/** Decides one round, if the click may. */
async function decide(
  parts: DecidingParts,
  click: Click,
  roundId: string,
  entry: CardEntry | null,
): Promise<void> {
  const asked = { click, roundId }
  const known = entry === null ? null : knownIn(parts, entry)
  if (known === null || entry === null) return endUnclaimed(parts, asked, unknownTo(parts, roundId))
  if (isTooOld(parts, click)) return expire(parts, { click, roundId }, known)

  const verdict = await judgeInTurn(parts, click, known)
  if (verdict.kind === 'unchecked') return endUnclaimed(parts, asked, verdict)
  if (verdict.kind === 'may-not')
    return endUnclaimed(parts, asked, { kind: 'refused', because: verdict.because })
  // The check and the slot can take long, above all in a process that was paused.
  if (isTooOld(parts, click))
    return endUnclaimed(parts, asked, { kind: 'expired' }, { reason: { kind: 'expired' } })

  const entitlement = entitlementFor(click, known.signUp, known.pool, verdict.grounds)
  if (click.request.kind === 'undo' && !isUndoOffered(entry.round, known.pool))
    return endUnclaimed(parts, { ...asked, entitlement }, notOffered(click))

  const decision = decisionOf(click.request)
  if (decision !== null && (await isUnseen(parts, click, roundId))) {
    const reason: FailureReason = { kind: 'facts-changed' }
    const end: ClickEnd = { kind: 'failed', decision, reason }
    return endUnclaimed(parts, { ...asked, entitlement }, end, { reason })
  }

  const result = await claimOrCount(parts, { click, entry, pool: known.pool, entitlement })
  if (result.kind === 'counted') {
    // The next round waits for the others, on a card of its own.
    if (wayBackFrom(click.request, entry.round) !== null) parts.cardsChanged()
    return announceEnd(parts, { click, roundId, end: result.end, drawn: result.messageIds, ids: {} })
  }
  if (result.kind === 'end') return endUnclaimed(parts, { ...asked, entitlement }, result.end, result)
  const { claim, since } = result
  switch (claim.kind) {
    case 'claimed': {
      const { roundId: claimedId, origin, fence, signUp, attempt, approvers } = claim
      const claimed = { click, roundId: claimedId, origin, fence, since, signUp, pool: known.pool, approvers }
      // The card of the round before has no button any more, and in the end, the next one gets its own.
      if (claimedId !== roundId) parts.cardsChanged()
      await act(parts, claimed, attempt)
      return claimedId === roundId ? undefined : parts.cardsChanged()
    }
    case 'ended':
      return
    case 'imitation':
      return endUnclaimed(parts, asked, { kind: 'refused', because: 'imitation' })
    case 'late':
    case 'followed':
      return endUnclaimed(parts, { ...asked, entitlement }, claim)
    case 'not-offered':
      return endUnclaimed(parts, { ...asked, entitlement }, notOffered(click))
    default:
      return never(claim)
  }
}

/** Nobody decides about what they have not seen: a list was opened before it was like this. */
async function isUnseen({ ledger }: DecidingParts, { bulkId }: Click, roundId: string) {
  return bulkId !== null && (await ledger.hasChangedSinceList(bulkId, roundId))
}

function notOffered({ request }: Click): ClickEnd {
  const decision = decisionOf(request)
  if (decision === null) throw new Error('A form claims no round')
  return { kind: 'not-offered', decision }
}

function unknownTo({ storeId }: DecidingParts, roundId: string): ClickEnd {
  return { kind: isOfAnotherStore(storeId, roundId) ? 'other-store' : 'unknown-round' }
}

/** The card names only somebody who may decide. Anyone else, and whom Slack does not know now, is told privately. */
async function expire(
  parts: DecidingParts,
  asked: { readonly click: Click; readonly roundId: string },
  { pool, signUp }: Known,
): Promise<void> {
  const verdict = await parts.authorise(asked.click.by, pool, (claimant) => mayDecide(claimant, signUp))
  const reason: FailureReason | undefined = verdict.kind === 'may' ? { kind: 'expired' } : undefined
  return endUnclaimed(parts, asked, { kind: 'expired' }, { reason })
}

interface Known {
  readonly signUp: SignUp
  readonly pool: Pool
}

/** Null if its pool is no longer configured. */
function knownIn({ poolOf }: DecidingParts, { signUp }: CardEntry): Known | null {
  const pool = poolOf(signUp.poolId)
  return pool === null ? null : { signUp, pool }
}

/** An approver waits for a slot before the claim, and is checked again afterwards, since that may take a while. */
async function judgeInTurn(parts: DecidingParts, click: Click, { pool, signUp }: Known) {
  const judge = () => parts.authorise(click.by, pool, (claimant) => mayDecide(claimant, signUp))
  const verdict = await judge()
  // A bulk approval has a pace of its own, and other decisions confirm nobody.
  const waitsForSlot = click.toldBy !== 'bulk' && decisionOf(click.request) === 'approve'
  if (verdict.kind !== 'may' || !waitsForSlot) return verdict
  await parts.roomToConfirm(pool)
  return judge()
}

function isTooOld({ clock }: DecidingParts, click: Click): boolean {
  return clock.now().getTime() - click.at.getTime() > clickLife
}

/** What the card is to show: why a decision ended before its claim, or what has changed on the way. */
interface Shown {
  readonly reason?: FailureReason | undefined
  readonly isChanged?: boolean
}

interface Unclaimed {
  readonly click: Click
  readonly roundId: string | null
  /** Left out unless the person may decide. */
  readonly entitlement?: Entitlement
}

async function endUnclaimed(
  parts: DecidingParts,
  { click, roundId, entitlement }: Unclaimed,
  end: ClickEnd,
  { reason, isChanged = false }: Shown = {},
): Promise<void> {
  const decision = decisionOf(click.request)
  const failure: Failure | null =
    reason === undefined || decision === null
      ? null
      : { decision, reason, by: click.by, at: parts.clock.now(), requestId: null }
  if (!(await parts.ledger.end(click.id, end, failure, roundId, entitlement ?? null))) return
  const drawn = failure === null && !isChanged ? 'no' : 'somewhere'
  await announceEnd(parts, { click, roundId, end, drawn, ids: {} })
}
