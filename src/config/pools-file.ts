// Reads the file that CONFIG_FILE names into its pools, or says everything that is wrong with it, line by line.
import type { Pool } from '../domain/pool.ts'
import { fileMistakes } from './file-mistake.ts'
import type { LineMistake, Reading } from './mistake.ts'
import { poolsFileFormat } from './pool-format.ts'
import { brokenRules } from './pool-rules.ts'
import { looksLikeToken, pathMayHoldSecret, visible } from './secret.ts'
import { unreadable } from './variable-mistake.ts'
import { parseYaml } from './yaml-text.ts'

/** The pools of the file. Throws what `readFile` throws only where that has no `code`. */
export function readPoolsFile(path: string, readFile: (path: string) => string): Reading<readonly Pool[]> {
  const read = readText(path, readFile)
  if (read.kind === 'mistaken') return read
  const pools = readPools(read.value)
  if (pools.kind === 'valid') return pools
  const byLine = pools.mistakes.toSorted((one, other) => one.line - other.line)
  const last = byLine[most]
  const told = last === undefined ? byLine : [...byLine.slice(0, most), { line: last.line, says: andSoOn }]
  const file = pathMayHoldSecret(path) ? 'CONFIG_FILE' : visible(path)
  return { kind: 'mistaken', mistakes: told.map(({ line, says }) => `${file}:${line}: ${says}`) }
}

/** Nobody reads more lines than that at once. */
const most = 100
const andSoOn = 'There are more mistakes from here on.'

function readText(path: string, readFile: (path: string) => string): Reading<string> {
  try {
    return { kind: 'valid', value: readFile(path) }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    return { kind: 'mistaken', mistakes: [unreadable(path, String(error.code))] }
  }
}

type Pools =
  | { readonly kind: 'valid'; readonly value: readonly Pool[] }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly LineMistake[] }

function readPools(text: string): Pools {
  const unfit = whyUnfit(text)
  if (unfit !== undefined) return { kind: 'mistaken', mistakes: [unfit] }
  const yaml = parseYaml(text)
  const tokens = linesWithTokens(text)
  if (yaml.value === undefined) return { kind: 'mistaken', mistakes: [...yaml.mistakes, ...tokens] }
  const file = poolsFileFormat.safeParse(yaml.value, { reportInput: true })
  const rules = brokenRules(yaml.value)
  const mistakes = [
    ...yaml.mistakes,
    ...tokens,
    ...fileMistakes(file.error?.issues ?? [], rules, yaml, most + 1),
  ]
  return file.success && mistakes.length === 0
    ? { kind: 'valid', value: file.data.pools }
    : { kind: 'mistaken', mistakes }
}

/** Hundreds of pools have room in it; a larger file is some other file. */
const maxLength = 200_000

function whyUnfit(text: string): LineMistake | undefined {
  if (text.length > maxLength) {
    return { line: 1, says: 'the file is too long to be one of pools. Expected at most 200,000 characters.' }
  }
  const garbage = /[\0\u{FFFD}]/u.exec(text)
  if (garbage === null) return undefined
  const line = text.slice(0, garbage.index).split('\n').length
  return { line, says: 'Something here is no text in UTF-8. Expected a text file that was saved as UTF-8.' }
}

/** Comments, too: whoever reads the file would read the token. */
function linesWithTokens(text: string): readonly LineMistake[] {
  const says =
    'What looks like a token stands here (not shown). Expected tokens in the environment only: ' +
    'a bot token in SLACK_BOT_TOKEN, an app-level token in SLACK_APP_TOKEN.'
  return text.split('\n').flatMap((line, index) => (looksLikeToken(line) ? [{ line: index + 1, says }] : []))
}
