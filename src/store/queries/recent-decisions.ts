// What teams decided lately, read from the audit log by an index that holds only decisions.
import { type SqlBool, sql } from 'kysely'
import {
  type Outcome,
  type OutcomeCounts,
  outcomes,
  type PastOutcome,
  type RecentDecisions,
} from '../../domain/home.ts'
import type { Tx } from '../transaction.ts'
import { readRounds } from './rounds.ts'

const day = 24 * 60 * 60_000
const week = 7 * day

/** How many are shown. */
const mostShown = 5

/** Written out as the index has it: SQLite would not use it for values that are bound. */
const isDecision = sql<SqlBool>`kind in ('click-confirmed', 'click-denied', 'click-undone', 'click-reopened')`

export async function readRecentDecisions(
  tx: Tx,
  now: number,
  poolIds: readonly string[],
): Promise<RecentDecisions> {
  const latest = []
  for (const poolId of poolIds) latest.push(...(await readLatest(tx, poolId, now - week)))
  const newest = latest.toSorted((one, other) => other.at - one.at).slice(0, mostShown)
  return {
    day: await count(tx, poolIds, now - day),
    week: await count(tx, poolIds, now - week),
    last: await withSignUps(tx, newest),
  }
}

async function count(tx: Tx, poolIds: readonly string[], since: number): Promise<OutcomeCounts> {
  const counts: Partial<Record<Outcome, number>> = {}
  for (const poolId of poolIds) {
    const rows = await tx
      .selectFrom('audit_events')
      .select(({ fn }) => ['kind', fn.countAll().as('count')])
      .where('pool_id', '=', poolId)
      .where('at', '>', since)
      .where(isDecision)
      .groupBy('kind')
      .execute()
    for (const row of rows) {
      const outcome = outcomeOf(row.kind)
      if (outcome !== null) counts[outcome] = (counts[outcome] ?? 0) + Number(row.count)
    }
  }
  return counts
}

type EventRow = Awaited<ReturnType<typeof readLatest>>[number]

function readLatest(tx: Tx, poolId: string, since: number) {
  return tx
    .selectFrom('audit_events')
    .select(['kind', 'at', 'round_id as roundId', 'user_id as userId', 'team_id as teamId'])
    .where('pool_id', '=', poolId)
    .where('at', '>', since)
    .where(isDecision)
    .orderBy('at', 'desc')
    .limit(mostShown)
    .execute()
}

/** Without those whose sign-up was forgotten. */
async function withSignUps(tx: Tx, events: readonly EventRow[]): Promise<readonly PastOutcome[]> {
  const ids = events.flatMap(({ roundId }) => (roundId === null ? [] : [roundId]))
  if (ids.length === 0) return []
  const rounds = await readRounds(tx, ids)
  return events.flatMap(({ kind, at, roundId, userId, teamId }) => {
    const entry = rounds.get(roundId ?? '')
    const outcome = outcomeOf(kind)
    if (entry === undefined || outcome === null || userId === null) return []
    return [{ outcome, at: new Date(at), by: { userId, teamId: teamId ?? '' }, entry }]
  })
}

function outcomeOf(kind: string): Outcome | null {
  return outcomes.find((outcome) => kind === `click-${outcome}`) ?? null
}
