// The calls to Cognito that a store knows of, for comparing them with AWS's own trail.
import { z } from 'zod'
import { callFormat } from '../../domain/attempt.ts'
import type { OwnCall } from '../../domain/trail.ts'
import type { Tx } from '../transaction.ts'

interface Window {
  readonly poolIds: readonly string[]
  readonly from: Date
  readonly to: Date
}

/** Of sign-ups that are forgotten, only the approvals' events are left. */
export async function readOwnCalls(tx: Tx, asked: Window): Promise<readonly OwnCall[]> {
  const calls = await readAttempts(tx, asked)
  const requests = new Set(calls.map(({ requestId }) => requestId))
  const approvals = await readApprovals(tx, asked)
  return [...calls, ...approvals.filter(({ requestId }) => !requests.has(requestId))]
}

const answerFormat = z.object({ kind: z.string(), requestId: z.string().nullish().catch(null) })

/** Answers after which AWS has certainly carried out the call. */
const carriedOut: readonly string[] = ['confirmed', 'done', 'disabled', 'function-failed']

async function readAttempts(tx: Tx, { poolIds, from, to }: Window): Promise<readonly OwnCall[]> {
  const rows = await tx
    .selectFrom('attempts')
    .innerJoin('sign_ups', 'sign_ups.id', 'attempts.sign_up_id')
    .select(['call', 'sent_at', 'answer', 'user_id', 'team_id', 'pool_id', 'sub'])
    .where('sent_at', '>=', from.getTime())
    .where('sent_at', '<=', to.getTime())
    .where('pool_id', 'in', [...poolIds])
    .execute()
  return rows.map((row) => {
    const answer = answerFormat.nullable().parse(JSON.parse(row.answer ?? 'null'))
    return {
      call: callFormat.parse(row.call),
      poolId: row.pool_id,
      sub: row.sub,
      at: new Date(row.sent_at),
      by: { userId: row.user_id, teamId: row.team_id },
      requestId: answer?.requestId ?? null,
      isDone: carriedOut.includes(answer?.kind ?? ''),
    }
  })
}

async function readApprovals(tx: Tx, { poolIds, from, to }: Window): Promise<readonly OwnCall[]> {
  const rows = await tx
    .selectFrom('audit_events')
    .select(['at', 'pool_id', 'sub', 'user_id', 'team_id', 'aws_request_id', 'outcome'])
    .where('kind', '=', 'click-confirmed')
    .where('at', '>=', from.getTime())
    .where('at', '<=', to.getTime())
    .where('pool_id', 'in', [...poolIds])
    .where('aws_request_id', 'is not', null)
    .execute()
  return rows.map((row) => ({
    call: 'confirm',
    poolId: row.pool_id ?? '',
    sub: row.sub ?? '',
    at: new Date(row.at),
    by: { userId: row.user_id ?? '', teamId: row.team_id ?? '' },
    requestId: row.aws_request_id,
    isDone: row.outcome.includes('"certainty":"answered"'),
  }))
}
