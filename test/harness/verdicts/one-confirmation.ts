// Calls that confirmed: at most one per sign-up, each for a person who had clicked and was allowed to approve.
import type { Evidence } from '../world/evidence.ts'
import { couldApprove } from './facts.ts'

/** What is wrong, one sentence each. */
export function judgeConfirmations(evidence: Evidence): readonly string[] {
  const { confirmations, calls, storeSince } = evidence
  const subs = confirmations.map(({ sub }) => sub)
  const twice = [...new Set(subs.filter((sub, index) => subs.indexOf(sub) !== index))]
  const clicks = new Map(evidence.rows.clicks.map((click) => [click.id, click]))
  const deeds = new Map(evidence.deeds.map((deed) => [deed.envelopeId, deed]))
  const poolOf = new Map(evidence.users.map(({ sub, poolId }) => [sub, poolId]))
  const unasked = calls.flatMap((call) => {
    if (call.at < storeSince) return []
    const who = `${call.approvedBy} approved ${call.sub} by click ${call.approvalId}`
    const click = clicks.get(call.approvalId)
    if (click === undefined) return [`${who}, which was not written down.`]
    const deed = deeds.get(click.slack_request_id ?? '')
    if (deed === undefined || deed.user !== call.approvedBy) return [`${who}, which they never made.`]
    const could = couldApprove(evidence, deed.user, poolOf.get(call.sub) ?? '', deed.at, call.at)
    return could ? [] : [`${who}, but was no approver.`]
  })
  return [...twice.map((sub) => `${sub} was confirmed by more than one call.`), ...unasked]
}
