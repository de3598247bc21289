// The only writer of audit events: each is hashed in the transaction of what it records, and linked later.
import { PostgresAdapter, sql } from 'kysely'
import { sealEvent } from '../../domain/audit-chain.ts'
import type { AuditFields, Seal } from '../../domain/audit-row.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { newSalt, sha256 } from './audit-hash.ts'

type WholeEvent = Required<AuditFields> & Seal

export async function insertEvent(tx: Tx, event: AuditFields): Promise<void> {
  await insertRow(tx, { ...blank, ...event, ...sealEvent(event, sha256, newSalt) })
}

const blank = {
  pool_id: null,
  sub: null,
  round_id: null,
  click_id: null,
  user_id: null,
  team_id: null,
  slack_request_id: null,
  aws_request_id: null,
  entitlement: null,
  signature: null,
  signing_key: null,
  role_session: null,
} as const

const insertRow = statement((tx, given: Given<WholeEvent>) => {
  const isPostgres = tx.getExecutor().adapter instanceof PostgresAdapter
  return tx.insertInto('audit_events').values({
    id: given('id'),
    at: given('at'),
    kind: given('kind'),
    pool_id: given('pool_id'),
    sub: given('sub'),
    round_id: given('round_id'),
    click_id: given('click_id'),
    user_id: given('user_id'),
    team_id: given('team_id'),
    outcome: given('outcome'),
    slack_request_id: given('slack_request_id'),
    aws_request_id: given('aws_request_id'),
    entitlement: given('entitlement'),
    signature: given('signature'),
    signing_key: given('signing_key'),
    role_session: given('role_session'),
    content_hash: given('content_hash'),
    applicant_salt: given('applicant_salt'),
    applicant_hash: given('applicant_hash'),
    actor_salt: given('actor_salt'),
    actor_hash: given('actor_hash'),
    // The index of what is not linked yet holds the highest number. On SQLite one transaction runs at a time.
    inserted: isPostgres
      ? sql<number>`default`
      : sql<number>`(select coalesce(max(inserted), 0) + 1 from audit_events where seq is null)`,
  })
})
