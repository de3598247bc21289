// Whether the SQLite store is still this process's own: a row in it says so, and the files are still where they were.
import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'
import type { StoreLoss } from '../../domain/store-loss.ts'

/** Whose a store is while a process works with it. */
export interface Ownership {
  /** Throws a `StoreLost` once the store is somebody else's. Within a transaction, so that nothing is written then. */
  confirm(): void
  /** Aborts when that is found. */
  readonly lost: AbortSignal
  /** Null while the store is ours. */
  loss(): StoreLoss | null
}

/** The store belongs to somebody else now: this process must stop. */
class StoreLost extends Error {
  override readonly name = 'StoreLost'
  readonly code: StoreLoss['kind']
  constructor(loss: StoreLoss) {
    super(`The store is no longer this process's own: ${loss.kind}`)
    this.code = loss.kind
  }
}

/** For a store that several processes share under leases. */
export const shared: Ownership = {
  confirm: () => undefined,
  lost: new AbortController().signal,
  loss: () => null,
}

/** The owner's row in `leases`. Its lease never runs out: it ends with the process. */
const name = 'owner'

/** Makes this process the owner of an open, migrated file. `guard` is the path of the file that locks it. */
export function becomeOwner(file: SqliteDatabase.Database, path: string, guard: string): Ownership {
  const holder = randomUUID()
  file
    .prepare(
      `INSERT INTO leases (name, holder, fence, until) VALUES (?, ?, 1, 0)
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = fence + 1`,
    )
    .run(name, holder)
  const readHolder = file.prepare('SELECT holder FROM leases WHERE name = ?').pluck()
  // Writing made the last two: SQLite keeps them until the last connection is closed.
  const files = [path, guard, `${path}-wal`, `${path}-shm`].map((each) => ({ path: each, id: idOf(each) }))
  const losing = new AbortController()
  let found: StoreLoss | null = null

  const look = (): StoreLoss | null => {
    const moved = files.find((each) => idOf(each.path) !== each.id)
    if (moved !== undefined) return { kind: 'moved', file: moved.path }
    return readHolder.get(name) === holder ? null : { kind: 'taken-over', file: path }
  }
  return {
    confirm: () => {
      found ??= look()
      if (found === null) return
      losing.abort()
      throw new StoreLost(found)
    },
    lost: losing.signal,
    loss: () => found,
  }
}

/** Null if there is no such file. Never opens it: closing it again would end SQLite's own locks. */
function idOf(path: string): string | null {
  const seen = statSync(path, { bigint: true, throwIfNoEntry: false })
  return seen === undefined ? null : `${seen.dev} ${seen.ino}`
}
