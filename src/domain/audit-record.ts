// The audit log as an auditor reads it: each row with what happened, why it was allowed, and how it was asked for.
import { z } from 'zod'
import { type Entitlement, entitlementFormat } from './entitlement.ts'
import type { HistoryPlace } from './history-place.ts'
import type { Person } from './person.ts'
import { approversFormat, type Pool } from './pool.ts'
import { type Happening, type HistoryRow, historyEvent } from './sign-up-history.ts'

/** A sign-up that somebody asks about. Of a forgotten one, no more is known than its events say. */
export interface AuditedPerson {
  readonly poolId: string
  readonly sub: string
  /** Null if nothing that is left says it. */
  readonly userName: string | null
  readonly attributes: Readonly<Record<string, string>>
  /** Null if its rows are forgotten. */
  readonly known: { readonly signUpId: string; readonly signedUpAt: Date } | null
}

/** A row of the log, or of the calls that it goes with. */
export interface AuditRow extends HistoryRow {
  readonly poolId: string | null
  readonly sub: string | null
  readonly clickId: string | null
  readonly slackRequestId: string | null
  readonly awsRequestId: string | null
  /** Under which name the approver stands in AWS's own trail; null if they don't. */
  readonly roleSession: string | null
  /** The id of the key that signed the approval; null if none did. */
  readonly signingKey: string | null
  /** JSON. */
  readonly entitlement: string | null
}

export type AuditHappening =
  | Happening
  /** Somebody was shown the details. */
  | { readonly kind: 'looked'; readonly by: Person }
  /** The configuration names other approvers than at the last start. */
  | {
      readonly kind: 'approvers-changed'
      readonly before: Pool['approvers']
      readonly after: Pool['approvers']
    }
  | {
      readonly kind: 'chain'
      readonly what: ChainEvent
      readonly said: Readonly<Record<string, unknown>>
    }

const chainEvents = ['chain-began', 'applicants-erased', 'audit-cut', 'restored'] as const

/** What the chain tells of itself. */
export type ChainEvent = (typeof chainEvents)[number]

export interface AuditRecord extends Omit<AuditRow, 'kind' | 'outcome' | 'entitlement' | 'at' | 'id'> {
  readonly place: HistoryPlace
  readonly happening: AuditHappening
  /** Null if nobody was allowed to decide, or if this version can't read why. */
  readonly entitlement: Entitlement | null
}

const changeFormat = z.object({ before: approversFormat, after: approversFormat })

export function auditRecord({ kind, outcome, entitlement, at, id, ...row }: AuditRow): AuditRecord {
  const said = { kind, outcome: readable(outcome), by: row.by }
  return {
    ...row,
    place: { at, id },
    happening: ownHappening(said) ?? historyEvent({ ...said, at, id }).happening,
    entitlement: entitlementFormat.safeParse(JSON.parse(readable(entitlement) ?? 'null')).data ?? null,
  }
}

/** Null for what a sign-up's history tells too. */
function ownHappening({
  kind,
  outcome,
  by,
}: Pick<AuditRow, 'kind' | 'outcome' | 'by'>): AuditHappening | null {
  if (kind === 'details-opened' && by !== null) return { kind: 'looked', by }
  const what = chainEvents.find((one) => one === kind)
  if (what !== undefined) {
    const said = z.record(z.string(), z.unknown()).safeParse(JSON.parse(outcome ?? 'null'))
    return { kind: 'chain', what, said: said.data ?? {} }
  }
  if (kind !== 'approvers-changed') return null
  const change = changeFormat.safeParse(JSON.parse(outcome ?? 'null'))
  return change.success ? { kind: 'approvers-changed', ...change.data } : null
}

/** Null if it is no JSON: whoever reads an audit log also reads damaged rows. */
function readable(json: string | null): string | null {
  try {
    if (json !== null) JSON.parse(json)
    return json
  } catch {
    return null
  }
}

const decisive: readonly string[] = ['confirmed', 'denied', 'undone', 'reopened', 'overtaken']

/** Whether it says how it stands with somebody from then on. */
export function isOutcome({ happening }: AuditRecord): boolean {
  if (happening.kind === 'ended') return decisive.includes(happening.end.kind)
  return happening.kind === 'seen' || happening.kind === 'waiting-again'
}
