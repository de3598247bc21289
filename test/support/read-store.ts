// The store while the bot works with it: read, put out of reach for a while, or lost.
import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Client } from 'pg'
import { z } from 'zod'

const outcome = z
  .string()
  .transform((json) => z.looseObject({ kind: z.string() }).parse(JSON.parse(json)))
  .nullable()

const time = z.coerce.number()

const storeFormat = z.object({
  clicks: z.array(
    z.object({
      round_id: z.string().nullable(),
      user_id: z.string(),
      slack_request_id: z.string().nullable(),
      outcome,
      ended_at: time.nullable(),
    }),
  ),
  rounds: z.array(z.object({ id: z.string(), kind: z.string(), fence: z.number() })),
  sign_ups: z.array(z.object({ sub: z.string(), user_name: z.string() })),
  attempts: z.array(z.object({ user_id: z.string(), answer: outcome })),
})

/** The rows at this moment, oldest first. */
export type StoreContent = z.infer<typeof storeFormat>

export async function readStore(databaseUrl: string): Promise<StoreContent> {
  return storeFormat.parse({
    clicks: await readTable(databaseUrl, 'clicks', 'clicked_at'),
    rounds: await readTable(databaseUrl, 'rounds', 'opened_at'),
    sign_ups: await readTable(databaseUrl, 'sign_ups', 'seen_at'),
    attempts: await readTable(databaseUrl, 'attempts', 'sent_at'),
  })
}

/** In the order of a column; rows with the same value as they were written. */
export async function readTable(databaseUrl: string, table: string, order: string): Promise<unknown[]> {
  return onStore(databaseUrl, {
    sqlite: (file) => file.prepare(`SELECT * FROM ${table} ORDER BY ${order}, rowid`).all(),
    postgres: async (client) => (await client.query(`select * from ${table} order by ${order}, ctid`)).rows,
  })
}

/** Renames the table of clicks, so that none can be written down; the returned function undoes it. */
export async function hideClicks(databaseUrl: string): Promise<() => Promise<void>> {
  await run(databaseUrl, 'ALTER TABLE clicks RENAME TO clicks_elsewhere')
  return () => run(databaseUrl, 'ALTER TABLE clicks_elsewhere RENAME TO clicks')
}

/** Locks the store as a backup program might; the returned function releases it. */
export async function lockStore(databaseUrl: string): Promise<() => Promise<void>> {
  if (databaseUrl.startsWith('sqlite:')) {
    const file = new SqliteDatabase(pathOf(databaseUrl))
    file.exec('BEGIN IMMEDIATE')
    return async () => void file.close()
  }
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('begin; lock table clicks in access exclusive mode')
  return () => client.end()
}

/** Removes the store completely. */
export async function loseStore(databaseUrl: string): Promise<void> {
  if (databaseUrl.startsWith('sqlite:')) rmSync(dirname(pathOf(databaseUrl)), { recursive: true })
  else await run(databaseUrl, 'drop schema public cascade; create schema public')
}

/** As after a restore from a back-up that is older than every sign-up. The store's id stays. */
export async function forgetSignUps(databaseUrl: string): Promise<void> {
  for (const table of ['message_rounds', 'messages', 'attempts', 'clicks', 'rounds', 'sign_ups'])
    await run(databaseUrl, `delete from ${table}`)
}

function run(databaseUrl: string, statements: string): Promise<void> {
  return onStore(databaseUrl, {
    sqlite: (file) => void file.exec(statements),
    postgres: async (client) => void (await client.query(statements)),
  })
}

interface Work<T> {
  sqlite(file: SqliteDatabase.Database): T
  postgres(client: Client): Promise<T>
}

async function onStore<T>(databaseUrl: string, work: Work<T>): Promise<T> {
  if (databaseUrl.startsWith('sqlite:')) {
    const file = new SqliteDatabase(pathOf(databaseUrl))
    try {
      return work.sqlite(file)
    } finally {
      file.close()
    }
  }
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work.postgres(client)
  } finally {
    await client.end()
  }
}

function pathOf(databaseUrl: string): string {
  return databaseUrl.slice('sqlite:'.length)
}
