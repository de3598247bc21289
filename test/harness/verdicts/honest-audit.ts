// The audit log: one event for each click's end and each change seen outside, and none for anything else.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { couldApprove, latestRounds, statesUntil, stolen } from './facts.ts'

type AuditRow = Evidence['rows']['audit_events'][number]

/** What is wrong, one sentence each. */
export function judgeAudit(evidence: Evidence): readonly string[] {
  return [
    ...judgeEnds(evidence),
    ...evidence.rows.audit_events.flatMap((event) =>
      event.click_id === null ? judgeSeen(evidence, event) : judgeClick(evidence, event),
    ),
    ...judgeOutcomes(evidence),
  ]
}

/** Why an approval that was counted no longer is, told about the click that gave it. */
const dropped = /^approval-(?:lost-right|same-person|lapsed|facts-changed)$/

/** Each end has one event. */
function judgeEnds({ rows, storeSince }: Evidence): readonly string[] {
  const known = rows.clicks.filter(({ ended_at }) => ended_at === null || ended_at >= storeSince)
  return known.flatMap(({ id, ended_at }) => {
    const events = rows.audit_events.filter(
      (event) => event.click_id === id && !dropped.test(event.kind),
    ).length
    const due = ended_at === null ? 0 : 1
    return events === due ? [] : [`Click ${id} should have ${due} audit events, but has ${events}.`]
  })
}

/** What only approvers do. */
const entitled: readonly string[] = ['click-confirmed', 'click-denied', 'click-looking']

function judgeClick({ rows, deeds, storeSince }: Evidence, event: AuditRow): readonly string[] {
  // Its click may already be forgotten.
  if (event.at < storeSince) return []
  const click = rows.clicks.find(({ id }) => id === event.click_id)
  if (click === undefined) return [`Audit event ${event.id} names a click that does not exist.`]
  const deed = deeds.find(({ envelopeId }) => envelopeId === click.slack_request_id)
  if (deed === undefined || deed.user !== event.user_id)
    return [`Audit event ${event.id} names ${event.user_id}, who made no such click.`]
  if (dropped.test(event.kind))
    return click.outcome?.kind === 'counted' || click.outcome?.kind === 'failed'
      ? []
      : [`Audit event ${event.id} says ${event.kind}, but its click ${click.outcome?.kind}.`]
  if (entitled.includes(event.kind) && event.entitlement === null)
    return [`Audit event ${event.id} does not say why ${event.user_id} was allowed to decide.`]
  const isSame =
    event.kind === `click-${click.outcome?.kind}` &&
    JSON.stringify(event.outcome) === JSON.stringify(click.outcome)
  return isSame ? [] : [`Audit event ${event.id} says ${event.kind}, but its click ${click.outcome?.kind}.`]
}

const seenAs: Readonly<Record<string, readonly string[]>> = {
  'seen-confirmed': ['confirmed'],
  'seen-confirmed-elsewhere': ['confirmed', 'other'],
  'seen-disabled': ['disabled'],
  'seen-denied': ['disabled'],
  'seen-gone': ['gone'],
  'seen-waiting-again': ['waiting'],
}

function judgeSeen(evidence: Evidence, event: AuditRow): readonly string[] {
  // The chain's own, which `verifyChain` judges.
  if (event.kind === 'approvers-changed' || event.kind === 'applicants-erased') return []
  // `judgeSteps` judges what was done.
  if (event.kind.startsWith('step-')) return []
  if (event.kind === 'details-opened') return judgeLook(evidence, event)
  // `judgeLapses` judges who has lapsed.
  if (event.kind === 'lapsed')
    return evidence.lapsed.has(event.sub ?? '')
      ? []
      : [`Audit event ${event.id} says that ${event.sub} lapsed, who has not.`]
  const isTrue =
    event.kind === 'seen-disproved'
      ? !statesUntil(evidence, event.sub ?? '', event.at).includes('confirmed')
      : statesUntil(evidence, event.sub ?? '', evidence.now).some(
          (state) => seenAs[event.kind]?.includes(state) === true,
        )
  return isTrue ? [] : [`Audit event ${event.id} says ${event.kind} of ${event.sub}, which never happened.`]
}

/** Somebody who may decide asked to look. */
function judgeLook(evidence: Evidence, { id, user_id: user, sub }: AuditRow): readonly string[] {
  const poolId = evidence.users.find((one) => one.sub === sub)?.poolId ?? ''
  const isAsked = evidence.deeds.some(
    (deed) =>
      deed.what === 'look' &&
      deed.user === user &&
      couldApprove(evidence, deed.user, poolId, deed.at, evidence.now),
  )
  return isAsked ? [] : [`Audit event ${id} says that ${user} looked at ${sub}, who never asked or may not.`]
}

/** What the log finally says about each user agrees with Cognito. */
function judgeOutcomes(evidence: Evidence): readonly string[] {
  const configured = new Set(evidence.pools.map(({ id }) => id))
  return [...latestRounds(evidence).values()].flatMap(({ sub, poolId, kind, state, origin }) => {
    // What became of an undoing is judged by itself: it is not about who confirmed the user.
    if (kind !== 'settled' || !configured.has(poolId) || isAfterApproval(origin)) return []
    const ending = endingKind(state)
    const truth = statesUntil(evidence, sub, evidence.now)
    const ours = evidence.confirmations.find((one) => one.sub === sub)
    if (ending === 'confirmed' && !truth.includes('confirmed') && stolen(evidence, sub).length === 0)
      return [`The store says that ${sub} was confirmed, but Cognito does not.`]
    if (ending === 'confirmed-elsewhere' && ours !== undefined)
      return [`The store says that ${sub} was confirmed elsewhere, but it was ${ours.approvedBy}’s approval.`]
    if (ending === 'denied' && isDisabledBy(state) && !evidence.disablings.some((one) => one.sub === sub))
      return [`The store says that ${sub} was denied and disabled, but no call disabled them.`]
    const by = confirmedBy(state)
    const accepted = [...(ours === undefined ? [] : [ours]), ...stolen(evidence, sub)]
    if (by?.certainty === 'answered' && !accepted.some(({ approvedBy }) => approvedBy === by.userId))
      return [`The store says that ${by.userId} approved ${sub}, but it was ${ours?.approvedBy ?? 'nobody'}.`]
    return []
  })
}

function isAfterApproval(origin: string | null): boolean {
  return origin !== null && /"kind":"(?:undo|let-in)"/.test(origin)
}

function endingKind(state: Readonly<Record<string, unknown>>): string {
  const { ending } = state
  return typeof ending === 'object' && ending !== null && 'kind' in ending ? String(ending.kind) : ''
}

const disabledFormat = z.looseObject({
  ending: z.looseObject({ account: z.looseObject({ kind: z.literal('disabled') }) }),
})

function isDisabledBy(state: Readonly<Record<string, unknown>>): boolean {
  return disabledFormat.safeParse(state).success
}

function confirmedBy(state: Readonly<Record<string, unknown>>) {
  const { ending } = state
  if (typeof ending !== 'object' || ending === null || !('by' in ending) || !('certainty' in ending))
    return null
  const { by, certainty } = ending
  if (typeof by !== 'object' || by === null || !('userId' in by)) return null
  return { userId: String(by.userId), certainty: String(certainty) }
}
