// Pools that require several approvals: nobody is let in by fewer people, and everybody who counts has asked for it.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { couldApprove } from './facts.ts'

/** What is wrong, one sentence each. */
export function judgeCounts(evidence: Evidence): readonly string[] {
  const required = new Map(evidence.pools.map(({ id, requiredApprovals }) => [id, requiredApprovals]))
  const poolOf = new Map(evidence.users.map(({ sub, poolId }) => [sub, poolId]))
  return evidence.confirmations.flatMap(({ sub, at, approvedBy, approvers }) => {
    const poolId = poolOf.get(sub) ?? ''
    const needed = required.get(poolId) ?? 1
    if (needed === 1 || at < evidence.storeSince) return []
    const named = new Set(approvers)
    const asked = whoAsked(evidence, sub, poolId, at)
    const wrong: string[] = []
    if (named.size < needed || !named.has(approvedBy))
      wrong.push(`${sub} was confirmed in the name of ${[...named].join(', ') || 'nobody'} only.`)
    for (const user of named)
      if (!asked.has(user))
        wrong.push(`${sub} was confirmed in the name of ${user}, who had not asked for it.`)
    return wrong
  })
}

const approvalFormat = z.looseObject({ kind: z.enum(['approve', 'command']) })

/** Approvers whose click or command about this sign-up was written down by then. */
function whoAsked(evidence: Evidence, sub: string, poolId: string, at: number): ReadonlySet<string> {
  const deeds = new Map(evidence.deeds.map((deed) => [deed.envelopeId, deed]))
  const clicks = evidence.rows.clicks.filter((click) => {
    const deed = deeds.get(click.slack_request_id ?? '')
    return (
      evidence.subOfRound.get(click.round_id ?? '') === sub &&
      approvalFormat.safeParse(JSON.parse(click.request)).success &&
      deed?.user === click.user_id &&
      // Rows have the times of the bot's clock, which may have jumped.
      deed.at <= at &&
      couldApprove(evidence, click.user_id, poolId, deed.at, at)
    )
  })
  return new Set(clicks.map((click) => click.user_id))
}
