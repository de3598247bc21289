// Reads the pools from the file that CONFIG_FILE names, or lists all its problems, line by line.
import type { Pool } from '../domain/pool.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { fileSays } from '../wording/config-file.ts'
import { variableSays } from '../wording/config-variables.ts'
import { fileProblems } from './file-problems.ts'
import { holdsToken, poolsFileFormat } from './pool-format.ts'
import { type LineProblem, parseYaml } from './yaml-text.ts'

export type PoolsResult =
  | { readonly kind: 'valid'; readonly pools: readonly Pool[] }
  /** One line each, for the operator to read. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** The pools of the file. Rethrows an error of `readFile` that has no `code`. */
export function readPoolsFile(path: string, readFile: (path: string) => string): PoolsResult {
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const advice = adviceOn('CONFIG_FILE', path)
    return { kind: 'invalid', problems: [variableSays.unreadableFile(String(error.code), advice)] }
  }
  return readPools(text)
}

/** More lines than this are of no use at once. */
const most = 100

function readPools(text: string): PoolsResult {
  const unreadable = whyUnreadable(text)
  if (unreadable !== undefined) return invalid([unreadable])
  const yaml = parseYaml(text)
  const broken = [...yaml.problems, ...tokensIn(text)]
  if (yaml.value === undefined) return invalid(broken)
  const file = poolsFileFormat.safeParse(yaml.value, { reportInput: true })
  const problems = [...broken, ...fileProblems(file.error?.issues ?? [], yaml, most + 1)]
  return file.success && problems.length === 0 ? { kind: 'valid', pools: file.data.pools } : invalid(problems)
}

function invalid(problems: readonly LineProblem[]): PoolsResult {
  const byLine = problems.toSorted((one, other) => one.line - other.line)
  const next = byLine[most]
  const more = next === undefined ? [] : [{ line: next.line, says: fileSays.thereIsMore }]
  const lines = [...byLine.slice(0, most), ...more].map(({ line, says }) => fileSays.inLine(line, says))
  return { kind: 'invalid', problems: lines }
}

/** Enough for hundreds of pools; a larger file is not a pools file. */
const maxLength = 200_000

function whyUnreadable(text: string): LineProblem | undefined {
  if (text.length > maxLength) return { line: 1, says: fileSays.tooLong }
  const garbage = /[\0\u{FFFD}]/u.exec(text)
  if (garbage === null) return undefined
  return { line: text.slice(0, garbage.index).split('\n').length, says: fileSays.notUtf8 }
}

/** Checks comments too: anyone who can read the file could read the token. */
function tokensIn(text: string): readonly LineProblem[] {
  return text
    .split('\n')
    .flatMap((line, index) => (holdsToken(line) ? [{ line: index + 1, says: fileSays.token }] : []))
}
