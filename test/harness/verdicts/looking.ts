// Who looks into a sign-up, as its round says: somebody who asked for that and may decide, and only while it waits.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { couldApprove, roundsOf } from './facts.ts'

const lookedInto = z.looseObject({ looking: z.object({ by: z.object({ userId: z.string() }) }) })

/** What is wrong, one sentence each. */
export function judgeLooking(evidence: Evidence): readonly string[] {
  return roundsOf(evidence).flatMap(({ id, kind, state, poolId }) => {
    const read = lookedInto.safeParse(state)
    if (!read.success) return []
    const { userId } = read.data.looking.by
    if (kind !== 'waiting') return [`Round ${id} is ${kind}, but ${userId} still looks into it.`]
    const isAsked = evidence.rows.clicks.some(
      (click) =>
        click.round_id === id &&
        click.user_id === userId &&
        click.outcome?.kind === 'looking' &&
        couldApprove(evidence, userId, poolId, click.clicked_at, evidence.now),
    )
    return isAsked ? [] : [`Round ${id} says that ${userId} looks into it, who never asked or may not.`]
  })
}
