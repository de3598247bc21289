// The store that `npm run audit` reads, and what was typed to narrow it down.
import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { parseDuration } from '../config/duration.ts'
import { readDatabase } from '../config/read-database.ts'
import { never } from '../shared/never.ts'
import { readKnownPools } from '../store/audit/known-pools.ts'
import { openForReading, type ReadableStore } from '../store/audit/open-for-reading.ts'
import { auditSays, usage } from '../wording/audit-command.ts'
import { startProblemLines } from '../wording/start.ts'
import { type Called, Stopped } from './audit-called.ts'

/** Opens the store that `DATABASE_URL` names, and closes it after the work. Throws a `Stopped` if it can't be read. */
export async function withStore<T>(
  environment: Called['environment'],
  work: (store: ReadableStore) => Promise<T>,
): Promise<T> {
  const place = readDatabase(environment, (path) => readFileSync(path, 'utf8'))
  if (place.kind === 'invalid') throw new Stopped(place.problems.join('\n'))
  const opened = await openForReading(place.database)
  switch (opened.kind) {
    case 'open':
      return await work(opened).finally(opened.close)
    case 'none':
      throw new Stopped(auditSays.noStore(opened.name))
    case 'behind':
      throw new Stopped(auditSays.olderStore(opened.name))
    case 'out-of-reach':
      throw new Stopped(auditSays.outOfReach(opened.name, opened.code))
    case 'unusable':
      throw new Stopped(startProblemLines([opened.problem], []).join('\n'))
    default:
      return never(opened)
  }
}

/** Throws a `Stopped` that says how to call the command. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  given: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true })
  } catch {
    throw new Stopped(usage)
  }
}

/** An age, a day or a moment. Null if none is given. */
export function readSince(given: string | undefined, now: Date): Date | null {
  if (given === undefined) return null
  const age = parseDuration(given)
  const at = age === undefined ? momentIn(given) : new Date(now.getTime() - age)
  if (at === null || Number.isNaN(at.getTime())) throw new Stopped(auditSays.wrongSince(given))
  return at
}

/** Only with a zone, so that nobody's own is guessed; a day begins in UTC. */
function momentIn(text: string): Date | null {
  const isMoment = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)
  return isMoment ? new Date(text) : null
}

/** Null if none is given. Throws a `Stopped` if the store knows no such pool. */
export async function readPool({ read }: ReadableStore, given: string | undefined): Promise<string | null> {
  if (given === undefined) return null
  const known = (await read(readKnownPools)).map(({ id }) => id)
  if (!known.includes(given)) throw new Stopped(auditSays.unknownPool(given, known))
  return given
}
