// The audit log as it stands in the store's file, read beside the bot that writes it.
import SqliteDatabase from 'better-sqlite3'
import { z } from 'zod'

const rowFormat = z.object({
  kind: z.string(),
  sub: z.string().nullable(),
  click_id: z.string().nullable(),
  user_id: z.string().nullable(),
  outcome: z.string().transform((json) => z.record(z.string(), z.unknown()).parse(JSON.parse(json))),
  slack_request_id: z.string().nullable(),
  aws_request_id: z.string().nullable(),
})

/** One row, oldest first. `outcome` is a click's end, or what was seen outside. */
export type AuditEvent = z.infer<typeof rowFormat>

export function readAudit(databasePath: string): readonly AuditEvent[] {
  const file = new SqliteDatabase(databasePath, { readonly: true })
  try {
    const rows = file.prepare('SELECT * FROM audit_events ORDER BY at, rowid').all()
    return z.array(rowFormat).parse(rows)
  } finally {
    file.close()
  }
}

/** Only what happened, in order: `click-confirmed`, `seen-gone`, … */
export function auditKinds(databasePath: string): readonly string[] {
  return readAudit(databasePath).map(({ kind }) => kind)
}
