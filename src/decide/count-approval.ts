// Claims the round for a click, or counts it as one of several approvals that the pool requires. What is carried out under the
// claim is not known here.
import {
  areSameFacts,
  type CheckedApproval,
  type CheckedPerson,
  type Count,
  type CountedApproval,
  countApproval,
  type Dropped,
  type DroppedBecause,
  type Relied,
  reliesOnNone,
} from '../domain/approvals.ts'
import type { CardEntry } from '../domain/card-entry.ts'
import type { AddedApproval, ClaimResult, CountResult } from '../domain/claim.ts'
import type { Click, ClickEnd } from '../domain/click.ts'
import { isApproval } from '../domain/decision.ts'
import type { Entitlement } from '../domain/entitlement.ts'
import type { FailureReason } from '../domain/failure.ts'
import { mailboxOf } from '../domain/mailbox.ts'
import { mayDecide } from '../domain/may-decide.ts'
import type { Person } from '../domain/person.ts'
import type { Pool } from '../domain/pool.ts'
import { decisionOf } from '../domain/request.ts'
import { tallyOf } from '../domain/round.ts'
import type { Unchecked } from '../domain/unchecked.ts'
import type { Clock } from '../shared/clock.ts'
import { never } from '../shared/never.ts'
import type { Authorise } from './authorise.ts'

export interface CountingParts {
  readonly ledger: {
    /** Claims only if exactly these approvals count. */
    claim(
      clickId: string,
      roundId: string,
      holder: string,
      entitlement: Entitlement,
      relied: Relied,
    ): Promise<ClaimResult>
    /** The round as it is now, without approvals that have lapsed. Null if it is unknown. */
    tallied(roundId: string): Promise<CardEntry | null>
    addApproval(adding: AddedApproval): Promise<CountResult>
    /** Those of these approvals that count, do so no longer. */
    dropApprovals(
      roundId: string,
      clickIds: readonly string[],
      because: DroppedBecause,
    ): Promise<readonly Dropped[]>
  }
  /** For whoever has approved before too, who may be far away by now. */
  readonly authoriseAgain: Authorise
  readonly clock: Clock
  /** Names this process in the claims it holds. */
  readonly holder: string
}

export type ClaimOrCount =
  /** `since` is from before the claim. */
  | { readonly kind: 'claim'; readonly claim: NotClaimed | Claimed; readonly since: Date }
  /** The click has ended. */
  | { readonly kind: 'counted'; readonly end: ClickEnd; readonly messageIds: readonly string[] }
  /** The click is to be ended like this. `reason` is for the card, which is to be drawn again in any case if `isChanged`. */
  | {
      readonly kind: 'end'
      readonly end: ClickEnd
      readonly reason?: FailureReason
      readonly isChanged: boolean
    }

type Claimed = Extract<ClaimResult, { kind: 'claimed' }>
type NotClaimed = Exclude<ClaimResult, { kind: 'claimed' | 'recount' }>

interface Asked {
  readonly click: Click
  /** What the person saw, or named. */
  readonly entry: CardEntry
  readonly pool: Pool
  readonly entitlement: Entitlement
}

/** Whoever approved before is checked anew, and the approvals that were checked are those that the claim relies on. */
export async function claimOrCount(parts: CountingParts, asked: Asked): Promise<ClaimOrCount> {
  const roundId = asked.entry.round.id
  const dropped: Dropped[] = []
  for (let latest = asked.entry; ; ) {
    const result = await tryOnce(parts, asked, latest, dropped)
    if (result.kind !== 'again') return result
    dropped.push(...result.dropped)
    const read = await parts.ledger.tallied(roundId)
    if (read === null) throw new Error(`Round ${roundId} was forgotten while somebody approved`)
    latest = read
  }
}

type Again = { readonly kind: 'again'; readonly dropped: readonly Dropped[] }

async function tryOnce(
  parts: CountingParts,
  { entry, ...asked }: Asked,
  latest: CardEntry,
  dropped: readonly Dropped[],
): Promise<ClaimOrCount | Again> {
  const { click, pool } = asked
  const current: Asked = { ...asked, entry: latest }
  const { state } = latest.round
  // Under another click's claim none of them can be dropped, and it is late in any case.
  const given = state.kind === 'waiting' ? (tallyOf(state)?.given ?? []) : []
  const needed = pool.requiredApprovals
  if (!isApproval(decisionOf(click.request)) || (needed === 1 && given.length === 0))
    return claim(parts, current, reliesOnNone)

  const isChanged = dropped.length > 0
  if (!areSameFacts(entry.signUp, latest.signUp)) return factsChanged(isChanged)
  const checked = await checkAll(parts, current, given)
  if (checked.kind === 'unchecked') return { kind: 'end', end: checked, isChanged }
  const own: CountedApproval = { by: click.by, clickId: click.id, at: click.at }
  const count = countApproval(checked.clicker, own, checked.given, needed)
  switch (count.kind) {
    case 'refused':
      return { kind: 'end', end: count, isChanged }
    case 'drop': {
      const { clickIds, because } = count
      return { kind: 'again', dropped: await parts.ledger.dropApprovals(latest.round.id, clickIds, because) }
    }
    case 'counted-already': {
      const { have, by: already } = count
      return { kind: 'end', end: { kind: 'counted', have, needed, already, dropped }, isChanged }
    }
    case 'to-count':
      return add(parts, current, count.relied, dropped)
    case 'enough':
      return claim(parts, current, count.relied)
    default:
      return never(count)
  }
}

async function claim(
  { ledger, clock, holder }: CountingParts,
  { click, entry: { round }, entitlement }: Asked,
  relied: Relied,
): Promise<ClaimOrCount | Again> {
  const since = clock.now()
  const result = await ledger.claim(click.id, round.id, holder, entitlement, relied)
  return result.kind === 'recount' ? again : { kind: 'claim', claim: result, since }
}

async function add(
  { ledger, clock }: CountingParts,
  { click, entry, pool, entitlement }: Asked,
  relied: Extract<Count, { kind: 'to-count' }>['relied'],
  dropped: readonly Dropped[],
): Promise<ClaimOrCount | Again> {
  const { signUp: seen, round } = entry
  const end: ClickEnd = {
    kind: 'counted',
    have: relied.on.length + 1,
    needed: pool.requiredApprovals,
    already: null,
    dropped,
  }
  const approval = { clickId: click.id, roundId: round.id, relied, seen, end, entitlement }
  const result = await ledger.addApproval(approval)
  if (result.kind === 'counted') return { kind: 'counted', end, messageIds: result.messageIds }
  return result.kind === 'recount' ? again : { kind: 'claim', claim: result, since: clock.now() }
}

const again: Again = { kind: 'again', dropped: [] }

/** Nobody approves what they have not seen. */
function factsChanged(isChanged: boolean): ClaimOrCount {
  const reason: FailureReason = { kind: 'facts-changed' }
  return { kind: 'end', end: { kind: 'failed', decision: 'approve', reason }, reason, isChanged }
}

type Checked =
  | { readonly kind: 'checked'; readonly clicker: CheckedPerson; readonly given: readonly CheckedApproval[] }
  | { readonly kind: 'unchecked'; readonly because: Unchecked; readonly of?: Person }

/** If one of them can't be checked, nothing is concluded about anybody. */
async function checkAll(
  { authoriseAgain }: CountingParts,
  { click, entry: { signUp }, pool }: Asked,
  given: readonly CountedApproval[],
): Promise<Checked> {
  const check = async (by: Person) => {
    let mailbox: string | null = null
    const verdict = await authoriseAgain(by, pool, (claimant) => {
      mailbox = mailboxOf(claimant.profile.email ?? '')
      return mayDecide(claimant, signUp)
    })
    return { by, verdict, mailbox }
  }
  const [clicker, ...others] = await Promise.all([check(click.by), ...given.map(({ by }) => check(by))])
  const { verdict } = clicker
  if (verdict.kind === 'unchecked') return verdict
  const checked: CheckedApproval[] = []
  for (const [index, { clickId }] of given.entries()) {
    const other = others[index]
    if (other?.verdict.kind === 'unchecked') return { ...other.verdict, of: other.by }
    if (other !== undefined) checked.push({ ...other, verdict: other.verdict, clickId })
  }
  return { kind: 'checked', clicker: { ...clicker, verdict }, given: checked }
}
