// `npm run store -- copy`: copies a store to another database, while no bot is running.
import { readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Database } from '../config/config.ts'
import { databaseAt } from '../config/database-url.ts'
import { privateFilesOf, readableFiles } from '../config/readable-files.ts'
import { withoutSecrets } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { type CopyResult, copyStore } from '../store/copy/copy-store.ts'
import { type OpenedForCopy, openForCopy } from '../store/copy/open-for-copy.ts'
import type { LockHolder } from '../store/postgres/migration-lock.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { sentences } from '../wording/config-variables.ts'
import { lockHeldLine } from '../wording/lock-held.ts'
import { readableFileSentence } from '../wording/readable-file.ts'
import { startProblemLines } from '../wording/start.ts'

/** sysexits.h: EX_USAGE, EX_CONFIG. */
export const [wrongUsage, notDone] = [64, 78]

/** Of every command. */
export const usage =
  'Usage: TO_URL=postgres://USER:PASSWORD@HOST/DATABASE npm run store -- copy --from sqlite:PATH\n' +
  'Each side is given once: --from or FROM_URL or FROM_URL_FILE, and --to or TO_URL or TO_URL_FILE. Stop Countersign first.\n' +
  'Or: npm run store -- close-cards STORE_ID, with the same configuration as Countersign.'

/** Stands for a file that can't be read. */
const unreadable = 'unreadable'

/** How the command was called, and where it prints. */
export interface Called {
  /** What was typed after `npm run store --`. */
  readonly given: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  out(words: string): void
  err(words: string): void
}

/** Resolves to the exit code. */
export async function copyCommand(called: Called): Promise<number> {
  const { given } = called
  const options = readArguments(given)
  if (options === null) return refuse(called, usage, wrongUsage)
  const from = placeGiven(called, 'from', options.from)
  if (typeof from === 'string') return refuse(called, `${from}\n${usage}`, wrongUsage)
  const to = placeGiven(called, 'to', options.to)
  if (typeof to === 'string') return refuse(called, `${to}\n${usage}`, wrongUsage)
  warnOfFiles(called, [from, to])
  try {
    return await copy(called, from, to)
  } catch (error) {
    return refuse(
      called,
      `The copy was broken off: ${reasonOf(error)}. Look at both databases, then type the same again: it finds what is there already.`,
      notDone,
    )
  }
}

/** The database of one side, or what is wrong. A URL may hold a password, so it is neither repeated nor taken as an argument. */
function placeGiven(
  { environment }: Called,
  side: 'from' | 'to',
  option: string | undefined,
): Database | string {
  const name = side === 'from' ? 'FROM_URL' : 'TO_URL'
  const given = [
    { name: `--${side}`, read: () => option },
    { name, read: () => environment[name] },
    { name: `${name}_FILE`, read: () => readGivenFile(environment[`${name}_FILE`]) },
  ].map((one) => ({ name: one.name, url: one.read()?.trim() }))
  const [only, ...more] = given.filter(({ url }) => url !== undefined && url !== '')
  if (only?.url === undefined) return `--${side} or ${name} is missing.`
  if (more.length > 0)
    return `${[only, ...more].map((one) => one.name).join(' and ')} are both given: leave one out.`
  if (only.name === `--${side}` && /^["']?[a-z+]*postgres/i.test(only.url))
    return `--${side} takes only sqlite:PATH, because others can read what is typed here. Put the URL into ${name}, or into a file that ${name}_FILE names.`
  if (only.url === unreadable) return `${only.name}: the file can't be read. Check its path and its rights.`
  return databaseAt(only.url) ?? sentences(`${only.name} is no such URL.`, adviceOn('DATABASE_URL', only.url))
}

function readGivenFile(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return unreadable
  }
}

/** Not of a SQLite file, of which Countersign itself warns when it starts. */
function warnOfFiles({ environment, err }: Called, databases: readonly Database[]): void {
  const urls = ['FROM_URL_FILE', 'TO_URL_FILE'].flatMap((name) => environment[name] ?? [])
  const keys = databases.filter(({ kind }) => kind === 'postgres').flatMap(privateFilesOf)
  const files = [...urls, ...keys]
  const user = process.getuid?.()
  for (const { file, ...access } of readableFiles({ files, user, look: statSync }))
    err(`${readableFileSentence(file, access, user ?? 0)}\n`)
}

/** In one line. A `MigrationError` has the database's error as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unexpected error'
  if (error.cause instanceof Error) return reasonOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return withoutSecrets(`${code}${error.message}`).replace(/\s+/g, ' ')
}

interface Options {
  readonly from: string | undefined
  readonly to: string | undefined
}

function readArguments(given: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: { from: { type: 'string' }, to: { type: 'string' } },
      allowPositionals: true,
    })
    const isCopy = positionals.length === 1 && positionals[0] === 'copy'
    return isCopy ? { from: values.from, to: values.to } : null
  } catch {
    return null
  }
}

async function copy(called: Called, from: Database, to: Database): Promise<number> {
  const tellHolder = (holder: LockHolder) => called.err(`${lockHeldLine(holder)}\n`)
  const source = await openForCopy(from, 'source', tellHolder)
  if (source.kind !== 'open') return refuse(called, whyNot(source, 'The source'), notDone)
  try {
    const target = await openForCopy(to, 'target', tellHolder)
    if (target.kind !== 'open') return refuse(called, whyNot(target, 'The target'), notDone)
    try {
      return tell(called, await copyStore(source.database, target.database))
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

function whyNot(opened: Exclude<OpenedForCopy, { kind: 'open' }>, option: string): string {
  switch (opened.kind) {
    case 'missing':
      return `${option}: there is no file ${opened.name}.`
    case 'in-use':
      return `${option}: a Countersign works with ${opened.name}. Stop it first.`
    case 'out-of-reach':
      return `${option}: the server of ${opened.name} can't be reached (${opened.code}). Try again when it runs.`
    case 'unusable':
      return startProblemLines([opened.problem], []).join('\n').replace('DATABASE_URL', option)
    default:
      return never(opened)
  }
}

function tell(called: Called, result: CopyResult): number {
  if (result.kind === 'other-rows')
    return refuse(
      called,
      `The target holds other rows than the source (in ${result.table}). Nothing was changed: give an empty database.`,
      notDone,
    )
  const counts = Object.entries(result.rows).map(([table, rows]) => `  ${table}: ${rows}`)
  const words =
    result.kind === 'copied'
      ? 'Copied and counted. Set DATABASE_URL to the new place, and start Countersign there. Rows of each table:'
      : 'Everything is there already: nothing was changed. Rows of each table:'
  called.out(`${[words, ...counts].join('\n')}\n`)
  return 0
}

function refuse({ err }: Called, words: string, code: number): number {
  err(`${words}\n`)
  return code
}
