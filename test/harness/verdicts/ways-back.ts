// Ways back: a round that takes something back was opened by one click of somebody who may, and nothing was done for nobody.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { couldApprove, latestRounds, roundsOf } from './facts.ts'

type ClickRow = Evidence['rows']['clicks'][number]

const requestFormat = z.looseObject({ kind: z.string() })
const originFormat = z.looseObject({ kind: z.string(), by: z.object({ userId: z.string() }) })

/** What is wrong, one sentence each. */
export function judgeWaysBack(evidence: Evidence): readonly string[] {
  return [...judgeRounds(evidence), ...judgeCalls(evidence), ...judgeOffers(evidence)]
}

/** Whether somebody asked that this user's approval be undone, also in a store that was lost since. */
export function isUndone(evidence: Evidence, sub: string): boolean {
  return evidence.undone.has(sub) || clicksAbout(evidence, sub).some(isToUndo)
}

/** Whether the click asks that an approval be undone. */
export function isToUndo(click: Pick<ClickRow, 'request'>): boolean {
  return kindOf(click) === 'undo'
}

/** Each was opened by exactly one click, whose end is about it. */
function judgeRounds(evidence: Evidence): readonly string[] {
  return roundsOf(evidence).flatMap(({ id, origin, poolId }) => {
    if (origin === null) return []
    const { kind, by } = originFormat.parse(JSON.parse(origin))
    const asked = kind === 'resume' ? 'reopen' : kind
    const clicks = evidence.rows.clicks.filter(
      (click) => click.round_id === id && kindOf(click) === asked && click.user_id === by.userId,
    )
    if (clicks.length === 0) return [`Round ${id} is to ${kind}, but nobody asked for that.`]
    const opened = clicks.some((click) =>
      couldApprove(evidence, click.user_id, poolId, click.clicked_at, evidence.now),
    )
    return opened ? [] : [`Round ${id} was opened by ${by.userId}, who was no approver.`]
  })
}

/** Nobody is enabled, disabled while confirmed, or signed out, unless somebody asked for it. */
function judgeCalls(evidence: Evidence): readonly string[] {
  const { disablings, enablings, signOuts, storeSince } = evidence
  const asked = (sub: string, kinds: readonly string[]) =>
    clicksAbout(evidence, sub).some((click) => kinds.includes(kindOf(click)))
  const judge = (what: string, done: readonly { sub: string; at: number }[], kinds: readonly string[]) =>
    done
      .filter(({ sub, at }) => at >= storeSince && !asked(sub, kinds))
      .map(({ sub }) => `${sub} was ${what}, but nobody asked for that.`)
  const looked = disablings.filter(({ status, lookedAt }) => status === 'CONFIRMED' && lookedAt === null)
  return [
    ...judge('enabled', enablings, ['reopen', 'let-in']),
    ...judge('signed out', signOuts, ['undo']),
    ...looked.map(({ sub }) => `${sub} was disabled while confirmed, without a look.`),
  ]
}

/** Only the latest round of a sign-up can be taken back. */
function judgeOffers(evidence: Evidence): readonly string[] {
  const latest = new Set([...latestRounds(evidence).values()].map(({ id }) => id))
  const known = new Set(evidence.rows.rounds.map(({ id }) => id))
  const live = new Set(evidence.rows.messages.filter(({ kind }) => kind === 'live').map(({ id }) => id))
  return evidence.cards.flatMap(({ isDeleted, messageId, versions }) => {
    if (isDeleted || !live.has(messageId)) return []
    const offered = versions.at(-1)?.waysBack ?? []
    return offered
      .filter((id) => known.has(id) && !latest.has(id))
      .map((id) => `Message ${messageId} offers a way back from round ${id}, which another has followed.`)
  })
}

function clicksAbout({ rows, subOfRound }: Evidence, sub: string): readonly ClickRow[] {
  return rows.clicks.filter(({ round_id }) => subOfRound.get(round_id ?? '') === sub)
}

function kindOf({ request }: Pick<ClickRow, 'request'>): string {
  return requestFormat.parse(JSON.parse(request)).kind
}
