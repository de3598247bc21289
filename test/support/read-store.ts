// The store's file as it stands, beside the bot that works with it: read, and put out of its reach for a while.
import SqliteDatabase from 'better-sqlite3'
import { z } from 'zod'

const outcome = z
  .string()
  .transform((json) => z.looseObject({ kind: z.string() }).parse(JSON.parse(json)))
  .nullable()

const storeFormat = z.object({
  clicks: z.array(
    z.object({
      round_id: z.string(),
      user_id: z.string(),
      slack_request_id: z.string().nullable(),
      outcome,
      ended_at: z.number().nullable(),
    }),
  ),
  rounds: z.array(z.object({ id: z.string(), kind: z.string(), fence: z.number() })),
  sign_ups: z.array(z.object({ sub: z.string(), user_name: z.string() })),
  attempts: z.array(z.object({ user_id: z.string(), answer: outcome })),
})

/** What the tables hold at this moment, oldest first. */
export type StoreContent = z.infer<typeof storeFormat>

export function readStore(path: string): StoreContent {
  const file = new SqliteDatabase(path, { readonly: true })
  try {
    const rowsOf = (table: string) => file.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all()
    return storeFormat.parse(
      Object.fromEntries(Object.keys(storeFormat.shape).map((table) => [table, rowsOf(table)])),
    )
  } finally {
    file.close()
  }
}

/** Renames the table of clicks, so that none can be written down; the returned function gives it back. */
export function hideClicks(path: string): () => void {
  rename(path, 'clicks', 'clicks_elsewhere')
  return () => rename(path, 'clicks_elsewhere', 'clicks')
}

/** Locks the file as a backup program might; the returned function lets it go. */
export function lockStore(path: string): () => void {
  const file = new SqliteDatabase(path)
  file.exec('BEGIN IMMEDIATE')
  return () => file.close()
}

function rename(path: string, from: string, to: string): void {
  const file = new SqliteDatabase(path)
  try {
    file.exec(`ALTER TABLE ${from} RENAME TO ${to}`)
  } finally {
    file.close()
  }
}
