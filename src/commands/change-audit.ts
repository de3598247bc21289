// `npm run audit -- forget` and `restored`: what changes the store. A SQLite file must not be in use.
import { readFileSync } from 'node:fs'
import { readDatabase } from '../config/read-database.ts'
import { createLog } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { noteRestore } from '../store/audit/note-restore.ts'
import { openForWriting, type WritableStore } from '../store/audit/open-for-writing.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import { forgettingSays } from '../wording/forgetting.ts'
import { startProblemLines } from '../wording/start.ts'
import { type Called, Stopped } from './audit-called.ts'
import { readOptions } from './audit-store.ts'

export type Open = Extract<WritableStore, { kind: 'open' }>

/** Opens the store that `DATABASE_URL` names, and closes it after the work. Throws a `Stopped` if it can't be written. */
export async function withWritableStore<T>(
  environment: Called['environment'],
  work: (store: Open) => Promise<T>,
): Promise<T> {
  const place = readDatabase(environment, (path) => readFileSync(path, 'utf8'))
  if (place.kind === 'invalid') throw new Stopped(place.problems.join('\n'))
  const opened = await openForWriting(place.database, createLog('silent'))
  switch (opened.kind) {
    case 'open':
      return await work(opened).finally(opened.close)
    case 'none':
      throw new Stopped(auditSays.noStore(opened.name))
    case 'out-of-reach':
      throw new Stopped(auditSays.outOfReach(opened.name, opened.code))
    case 'unusable':
      throw new Stopped(startProblemLines([opened.problem], []).join('\n'))
    default:
      return never(opened)
  }
}

/** Resolves to the exit code. */
export async function noteRestored(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, { note: { type: 'string' } })
  const note = values.note?.trim() ?? ''
  if (positionals.length > 0 || note === '') throw new Stopped(usage)
  const after = await withWritableStore(called.environment, async ({ transact, newId, linkAll }) => {
    const seq = await transact((tx, now) => noteRestore(tx, now, newId(), note))
    await linkAll()
    return seq
  })
  await called.out(`${forgettingSays.restored(after)}\n`)
  return 0
}
