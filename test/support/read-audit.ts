// The audit log, read from the store while the bot writes it.
import { z } from 'zod'
import { readTable } from './read-store.ts'

const rowFormat = z.object({
  kind: z.string(),
  sub: z.string().nullable(),
  click_id: z.string().nullable(),
  user_id: z.string().nullable(),
  outcome: z.string().transform((json) => z.record(z.string(), z.unknown()).parse(JSON.parse(json))),
  slack_request_id: z.string().nullable(),
  aws_request_id: z.string().nullable(),
  entitlement: z
    .string()
    .transform((json) => z.record(z.string(), z.unknown()).parse(JSON.parse(json)))
    .nullable(),
  role_session: z.string().nullable(),
})

/** One row, oldest first. `outcome` is a click's end, or what was seen outside. */
export type AuditEvent = z.infer<typeof rowFormat>

export async function readAudit(databaseUrl: string): Promise<readonly AuditEvent[]> {
  return z.array(rowFormat).parse(await readTable(databaseUrl, 'audit_events', 'at'))
}

/** The kinds of the events, in order: `click-confirmed`, `seen-gone`, … */
export async function auditKinds(databaseUrl: string): Promise<readonly string[]> {
  return (await readAudit(databaseUrl)).map(({ kind }) => kind)
}
