// The store's rows as the verdicts need them, read while the bot writes them.
import SqliteDatabase from 'better-sqlite3'
import { z } from 'zod'

const outcome = z.string().transform((json) => z.looseObject({ kind: z.string() }).parse(JSON.parse(json)))

const messageState = z.string().transform((json) =>
  z
    .looseObject({
      drawn: z.object({ version: z.number(), rounds: z.record(z.string(), z.number()) }).nullish(),
      drawing: z.looseObject({ by: z.string() }).nullish(),
    })
    .parse(JSON.parse(json)),
)

const rowsFormat = z.object({
  store: z.array(z.object({ id: z.string() })),
  sign_ups: z.array(
    z.object({ id: z.string(), pool_id: z.string(), sub: z.string(), is_imitation: z.number() }),
  ),
  rounds: z.array(
    z.object({
      id: z.string(),
      sign_up_id: z.string(),
      number: z.number(),
      version: z.number(),
      kind: z.string(),
      state: outcome,
      card: z.string(),
      /** Null for a round that nobody opened by a click. */
      origin: z.string().nullable(),
    }),
  ),
  clicks: z.array(
    z.object({
      id: z.string(),
      round_id: z.string().nullable(),
      request: z.string(),
      told_by: z.string(),
      user_id: z.string(),
      slack_request_id: z.string().nullable(),
      clicked_at: z.number(),
      outcome: outcome.nullable(),
      ended_at: z.number().nullable(),
      teller: z.string().nullable(),
      told_at: z.number().nullable(),
      bulk_id: z.string().nullable(),
      private_word: z.string().nullable(),
    }),
  ),
  bulk_approvals: z.array(
    z.object({
      id: z.string(),
      form_id: z.string().nullable(),
      message_id: z.string(),
      user_id: z.string(),
      asked_at: z.number(),
    }),
  ),
  steps: z.array(
    z.object({
      sign_up_id: z.string(),
      name: z.string(),
      pool_id: z.string(),
      kind: z.string(),
      due_at: z.number().nullable(),
    }),
  ),
  messages: z.array(
    z.object({
      id: z.string(),
      pool_id: z.string(),
      channel: z.string(),
      ts: z.string().nullable(),
      shows: z.string(),
      kind: z.string(),
      state: messageState,
      version: z.number(),
    }),
  ),
  message_rounds: z.array(z.object({ message_id: z.string(), round_id: z.string() })),
  audit_events: z.array(
    z.object({
      id: z.string(),
      at: z.number(),
      kind: z.string(),
      sub: z.string().nullable(),
      pool_id: z.string().nullable(),
      round_id: z.string().nullable(),
      click_id: z.string().nullable(),
      user_id: z.string().nullable(),
      outcome,
      entitlement: z.string().nullable(),
      content_hash: z.string().nullable(),
      seq: z.number().nullable(),
      chain_hash: z.string().nullable(),
    }),
  ),
})

export type Rows = z.infer<typeof rowsFormat>

export const noRows: Rows = {
  store: [],
  sign_ups: [],
  rounds: [],
  clicks: [],
  bulk_approvals: [],
  steps: [],
  messages: [],
  message_rounds: [],
  audit_events: [],
}

/** Every table that the verdicts read. */
export const tables = Object.keys(rowsFormat.shape)

/** What a database returned, by table. */
export function readTables(read: unknown): Rows {
  return rowsFormat.parse(read)
}

/** No rows if there is no store yet. */
export function readRows(path: string): Rows {
  const file = openFile(path)
  if (file === null) return noRows
  try {
    const rowsOf = (table: string) => file.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()
    const read = file.transaction(() => Object.fromEntries(tables.map((table) => [table, rowsOf(table)])))
    return readTables(read())
  } catch (error) {
    if (error instanceof SqliteDatabase.SqliteError) return noRows
    throw error
  } finally {
    file.close()
  }
}

function openFile(path: string): SqliteDatabase.Database | null {
  try {
    return new SqliteDatabase(path, { readonly: true, fileMustExist: true })
  } catch {
    return null
  }
}
