// Denials: one decision a round, nobody disabled whom nobody denied, and nobody who was known to be confirmed.
import { z } from 'zod'
import type { Evidence } from '../world/evidence.ts'
import { couldApprove, statesUntil } from './facts.ts'
import { isUndone } from './ways-back.ts'

type ClickRow = Evidence['rows']['clicks'][number]

/** What is wrong, one sentence each. */
export function judgeDenials(evidence: Evidence): readonly string[] {
  return [
    ...judgeRounds(evidence),
    ...evidence.disablings.flatMap((one) => judgeDisabling(evidence, one)),
    ...judgeForms(evidence),
  ]
}

/** No round is decided twice. */
function judgeRounds({ rows }: Evidence): readonly string[] {
  const decided = rows.clicks.filter(({ outcome }) => ['confirmed', 'denied'].includes(outcome?.kind ?? ''))
  const rounds = decided.map(({ round_id }) => round_id)
  const twice = [...new Set(rounds.filter((id, index) => rounds.indexOf(id) !== index))]
  return twice.map((id) => `Round ${id} was decided by more than one click.`)
}

function judgeDisabling(
  evidence: Evidence,
  { sub, status, at, lookedAt }: Evidence['disablings'][number],
): readonly string[] {
  // Undoing an approval disables who is confirmed: see `judgeWaysBack`.
  if (isUndone(evidence, sub)) return []
  const seen = lookedAt === null ? undefined : statesUntil(evidence, sub, lookedAt).at(-1)
  const wrong: string[] = []
  if (seen !== 'waiting' && status !== 'UNCONFIRMED')
    wrong.push(`${sub} was disabled while ${status}, and was ${seen} when the list was asked.`)
  if (at < evidence.storeSince) return wrong
  const poolId = evidence.users.find((user) => user.sub === sub)?.poolId ?? ''
  // Rows have the times of the bot's clock, which may have jumped: a click may seem later than what it led to.
  const isAsked = evidence.rows.clicks.some(
    (click) =>
      roundDeniedBy(click) !== null &&
      evidence.subOfRound.get(click.round_id ?? '') === sub &&
      couldApprove(evidence, click.user_id, poolId, Math.min(click.clicked_at, at), at),
  )
  return isAsked ? wrong : [...wrong, `${sub} was disabled, but nobody who may had denied them.`]
}

/** Each form that was accepted became a click, however often it was delivered. */
function judgeForms({ deeds, rows, storeSince }: Evidence): readonly string[] {
  const forms = deeds.filter(({ what }) => what === 'denial' || what === 'approval')
  return forms
    .filter(({ isAcked, isDeclined, at }) => isAcked && !isDeclined && at >= storeSince)
    .flatMap(({ said, user, what }) => {
      const envelopes = forms.filter((one) => one.said === said).map(({ envelopeId }) => envelopeId)
      const clicks = rows.clicks.filter(({ slack_request_id }) => envelopes.includes(slack_request_id ?? ''))
      const isOne = clicks.length === 1 && clicks.every((click) => isDenial(click) === (what === 'denial'))
      return isOne ? [] : [`The ${what} ${said} of ${user} was acknowledged, and written down wrong.`]
    })
}

function isDenial(click: ClickRow): boolean {
  return roundDeniedBy(click) !== null
}

const denyFormat = z.looseObject({ kind: z.literal('deny'), roundId: z.string() })

function roundDeniedBy({ request }: ClickRow): string | null {
  return denyFormat.safeParse(JSON.parse(request)).data?.roundId ?? null
}
