// `npm run store`: copies a store to another database, while no bot is running, or closes the cards of a lost one.
import { parseArgs } from 'node:util'
import type { Database } from '../config/config.ts'
import { databaseAt } from '../config/database-url.ts'
import { withoutSecrets } from '../shared/log.ts'
import { never } from '../shared/never.ts'
import { type CopyResult, copyStore } from '../store/copy/copy-store.ts'
import { type OpenedForCopy, openForCopy } from '../store/copy/open-for-copy.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { sentences } from '../wording/config-variables.ts'
import { startProblemLines } from '../wording/start.ts'
import { closeCards } from './close-cards.ts'

/** sysexits.h: EX_USAGE, EX_CONFIG. */
const [wrongUsage, notDone] = [64, 78]

const usage =
  'Usage: npm run store -- copy --from sqlite:PATH --to postgres://USER:PASSWORD@HOST/DATABASE\n' +
  'Either may be the other kind. Stop Countersign first.\n' +
  'Or: npm run store -- close-cards STORE_ID, with the same configuration as Countersign.'

process.exitCode = await main(process.argv.slice(2))

async function main(given: readonly string[]): Promise<number> {
  const [command, storeId, ...more] = given
  if (command === 'close-cards') {
    return storeId === undefined || more.length > 0 ? refuse(usage, wrongUsage) : close(storeId)
  }
  const wanted = readArguments(given)
  if (wanted === null) return refuse(usage, wrongUsage)
  const from = databaseAt(wanted.from)
  const to = databaseAt(wanted.to)
  // The arguments may hold a password, so they are not repeated.
  if (from === undefined) return refuse(noSuchUrl('--from', wanted.from), wrongUsage)
  if (to === undefined) return refuse(noSuchUrl('--to', wanted.to), wrongUsage)
  try {
    return await copy(from, to)
  } catch (error) {
    return refuse(
      `The copy was broken off: ${reasonOf(error)}. Look at both databases, then type the same again: it finds what is there already.`,
      notDone,
    )
  }
}

async function close(storeId: string): Promise<number> {
  const { closed, problems } = await closeCards(storeId)
  if (closed !== null) process.stdout.write(`${closed}\n`)
  return problems.length === 0 ? 0 : refuse(problems.join('\n'), notDone)
}

function noSuchUrl(option: string, given: string): string {
  return `${sentences(`${option} is no such URL.`, adviceOn('DATABASE_URL', given.trim()))}\n${usage}`
}

/** In one line. A `MigrationError` has the database's error as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unexpected error'
  if (error.cause instanceof Error) return reasonOf(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  return withoutSecrets(`${code}${error.message}`).replace(/\s+/g, ' ')
}

function readArguments(given: readonly string[]): { readonly from: string; readonly to: string } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: { from: { type: 'string' }, to: { type: 'string' } },
      allowPositionals: true,
    })
    const { from, to } = values
    const isCopy = positionals.length === 1 && positionals[0] === 'copy'
    return isCopy && from !== undefined && to !== undefined ? { from, to } : null
  } catch {
    return null
  }
}

async function copy(from: Database, to: Database): Promise<number> {
  const source = await openForCopy(from, 'source')
  if (source.kind !== 'open') return refuse(whyNot(source, '--from'), notDone)
  try {
    const target = await openForCopy(to, 'target')
    if (target.kind !== 'open') return refuse(whyNot(target, '--to'), notDone)
    try {
      return tell(await copyStore(source.database, target.database))
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

function tell(result: CopyResult): number {
  if (result.kind === 'other-rows')
    return refuse(
      `--to holds other rows than --from (in ${result.table}). Nothing was changed: give an empty database.`,
      notDone,
    )
  const counts = Object.entries(result.rows).map(([table, rows]) => `  ${table}: ${rows}`)
  const words =
    result.kind === 'copied'
      ? 'Copied and counted. Set DATABASE_URL to the new place, and start Countersign there. Rows of each table:'
      : 'Everything is there already: nothing was changed. Rows of each table:'
  process.stdout.write(`${[words, ...counts].join('\n')}\n`)
  return 0
}

function refuse(words: string, code: number): number {
  process.stderr.write(`${words}\n`)
  return code
}
