// Lapses: only of those about whom nobody had decided for long enough; whoever has lapsed is not found again as new.
import { z } from 'zod'
import { storedDate } from '../../../src/domain/stored-date.ts'
import type { Evidence } from '../world/evidence.ts'
import { latestRounds, type RoundRow, roundsOf, statesUntil } from './facts.ts'

const lapsedFormat = z.looseObject({
  kind: z.literal('settled'),
  ending: z.looseObject({ kind: z.literal('lapsed'), at: storedDate, since: storedDate }),
})

/** When a round with this state lapsed, and since when it had waited; null if it has not lapsed. */
export function lapseIn(state: unknown): { readonly at: number; readonly since: number } | null {
  const ending = lapsedFormat.safeParse(state).data?.ending
  return ending === undefined ? null : { at: ending.at.getTime(), since: ending.since.getTime() }
}

/** What is wrong, one sentence each. */
export function judgeLapses(evidence: Evidence): readonly string[] {
  return [...roundsOf(evidence).flatMap((round) => judgeRound(evidence, round)), ...judgeReturns(evidence)]
}

function judgeRound(evidence: Evidence, { id, sub, poolId, state }: RoundRow): readonly string[] {
  const lapse = lapseIn(state)
  if (lapse === null) return []
  const { at, since } = lapse
  const { rows, confirmations, disablings } = evidence
  const after = evidence.pools.find((pool) => pool.id === poolId)?.lapseAfter ?? Number.POSITIVE_INFINITY
  const decided = rows.clicks.filter(
    ({ round_id, outcome }) => round_id === id && ['confirmed', 'denied'].includes(outcome?.kind ?? ''),
  )
  const done = [...confirmations, ...disablings].filter(
    (one) => one.sub === sub && one.at >= since && one.at <= at,
  )
  return [
    ...(at - since < after ? [`${sub} lapsed after ${at - since} ms.`] : []),
    ...decided.map(({ user_id }) => `${sub} lapsed, but ${user_id} had decided.`),
    ...done.map((one) => `${sub} lapsed, but was decided in Cognito ${at - one.at} ms before.`),
  ]
}

/** Nobody who has waited all the time gets another round unless somebody asks for it. */
function judgeReturns(evidence: Evidence): readonly string[] {
  const latest = latestRounds(evidence)
  return [...evidence.lapsed].flatMap(([sub, storeId]) => {
    const round = latest.get(sub)
    const isSameStore = evidence.rows.store.some(({ id }) => id === storeId)
    const isNew = round?.kind === 'waiting' && round.origin === null
    const waited = statesUntil(evidence, sub, evidence.now).every((state) => state === 'waiting')
    return isSameStore && isNew && waited ? [`${sub} had lapsed, but was found again as new.`] : []
  })
}
