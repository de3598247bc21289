// Looks at a SQLite file that a bot may be using.
import { statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { tablesState } from '../migrations.ts'
import type { Schema } from '../schema.ts'
import { readRows } from './read-rows.ts'
import type { StoreSurvey } from './survey-store.ts'

/** How long another program may keep the file busy, in milliseconds. */
const patience = 2000

/** The time is this machine's, as it is for a bot on the file. */
export async function surveySqlite(
  path: string,
  poolIds: readonly string[],
  now: () => Date,
): Promise<StoreSurvey> {
  try {
    const file = statSync(path, { throwIfNoEntry: false })
    if (file === undefined) return { kind: 'missing' }
    if (file.isDirectory()) return unusable(path, 'EISDIR')
    const database = new Kysely<Schema>({
      dialect: new SqliteDialect({
        database: new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: patience }),
      }),
    })
    try {
      const tables = await tablesState(database)
      const rows =
        tables.kind === 'current' ? await readRows(database.transaction(), poolIds, async () => now()) : null
      return { kind: 'seen', tables, rows, server: null }
    } finally {
      await database.destroy()
    }
  } catch (error) {
    const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : null)
    if (code === null) throw error
    return code.startsWith('SQLITE_BUSY') ? { kind: 'out-of-reach', name: path, code } : unusable(path, code)
  }
}

function unusable(path: string, reason: string): StoreSurvey {
  return { kind: 'unusable', problem: { kind: 'store-unusable', path, reason } }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
