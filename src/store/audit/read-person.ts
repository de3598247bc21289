// Everything that is kept about one sign-up: its audit events, and the calls to Cognito if its own rows are left.
import type { AuditedPerson, AuditRow } from '../../domain/audit-record.ts'
import type { Tx } from '../transaction.ts'
import { type EventRow, eventPages } from './read-events.ts'

/** Oldest first. */
export async function readPerson(
  tx: Tx,
  { poolId, sub, known }: AuditedPerson,
  since: Date | null,
): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  for await (const page of eventPages(tx, { poolId, sub, since })) rows.push(...page.map(auditRowOf))
  if (known !== null) {
    const calls = await readCalls(tx, known.signUpId)
    const from = since?.getTime() ?? 0
    rows.push(...calls.filter(({ at }) => at >= from).map((call) => ({ ...call, poolId, sub })))
  }
  return rows.toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
}

export function auditRowOf(row: EventRow): AuditRow {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    by: personOf(row.user_id, row.team_id),
    outcome: row.outcome,
    poolId: row.pool_id,
    sub: row.sub,
    clickId: row.click_id,
    slackRequestId: row.slack_request_id,
    awsRequestId: row.aws_request_id,
    roleSession: row.role_session,
    signingKey: row.signing_key,
    entitlement: row.entitlement,
  }
}

const noIds = {
  ...{ clickId: null, slackRequestId: null, awsRequestId: null },
  ...{ roleSession: null, signingKey: null, entitlement: null },
} as const

/** And when it was noticed. Their request ids stand in the answers. */
async function readCalls(tx: Tx, signUpId: string) {
  const calls = await tx.selectFrom('attempts').selectAll().where('sign_up_id', '=', signUpId).execute()
  const first = await tx
    .selectFrom('rounds')
    .select(['id', 'opened_at as at'])
    .where('sign_up_id', '=', signUpId)
    .where('number', '=', 1)
    .execute()
  return [
    ...first.map((round) => ({ ...round, ...noIds, kind: 'noticed', by: null, outcome: null })),
    ...calls.map((row) => ({
      ...noIds,
      id: row.id,
      at: row.sent_at,
      kind: `call-${row.call}`,
      by: personOf(row.user_id, row.team_id),
      outcome: row.answer,
    })),
  ]
}

function personOf(userId: string | null, teamId: string | null) {
  return userId === null ? null : { userId, teamId: teamId ?? '' }
}
