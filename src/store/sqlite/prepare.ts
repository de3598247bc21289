// Prepared statements of the SQLite file, as Kysely asks for them.
import type SqliteDatabase from 'better-sqlite3'
import type { SqliteStatement } from 'kysely'

/** More statements than the store has, so that only those with long lists are evicted. */
const mostStatements = 500

const nothingToDo: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
}

/** Prepares each statement once. Pragmas are not cached: SQLite executes them while it prepares them. */
export function createPrepare(file: SqliteDatabase.Database): (sql: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>()
  return (sql) => {
    // A full disk has ended the transaction already. The error of a second end would hide the one that says so.
    if (sql === 'rollback' && !file.inTransaction) return nothingToDo
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = file.prepare<readonly unknown[]>(sql)
    if (statements.size >= mostStatements) statements.clear()
    if (!/^pragma/i.test(sql)) statements.set(sql, statement)
    return statement
  }
}
