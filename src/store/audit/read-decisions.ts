// What a store knows of how everybody in a pool came in, for comparing it with the pool itself.
import { z } from 'zod'
import { personFormat } from '../../domain/person.ts'
import { deciding, type LastDecision, type PoolRecords } from '../../domain/reconcile.ts'
import type { Tx } from '../transaction.ts'
import type { KnownPool } from './known-pools.ts'
import { type EventRow, eventPages } from './read-events.ts'

export async function readPoolRecords(tx: Tx, { id, watchedSince }: KnownPool): Promise<PoolRecords> {
  const decisions = new Map<string, LastDecision>()
  let eventsSince: Date | null = null
  for await (const page of eventPages(tx, { poolId: id, sub: null, since: null }))
    for (const row of page) {
      eventsSince ??= new Date(row.at)
      const decision = decisionIn(row)
      if (row.sub !== null && decision !== null) decisions.set(row.sub, decision)
    }
  const known = await tx.selectFrom('sign_ups').select('sub').where('pool_id', '=', id).execute()
  return { watchedSince, eventsSince, decisions, known: new Set(known.map(({ sub }) => sub)) }
}

const decidingKinds: readonly string[] = deciding

/** Of a click that came too late to decide, the event tells how the round had ended instead. */
const saidFormat = z.object({
  by: personFormat.optional(),
  ending: z.object({ kind: z.string(), by: personFormat.optional() }).optional(),
})

function decisionIn({ kind, at, user_id, team_id, outcome }: EventRow): LastDecision | null {
  if (!decidingKinds.includes(kind)) return null
  const said = saidFormat.safeParse(parsed(outcome)).data
  const clicker = user_id === null ? null : { userId: user_id, teamId: team_id ?? '' }
  const isOvertaken = kind === 'click-overtaken'
  const by = (isOvertaken ? said?.ending?.by : (clicker ?? said?.by)) ?? null
  return { kind: isOvertaken ? `seen-${said?.ending?.kind}` : kind, at: new Date(at), by }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
