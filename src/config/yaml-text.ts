// Reads YAML so that each value can be traced back to its line.
import type { ErrorCode } from 'yaml'
import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { adviceOnYaml, fileSays, type Path } from '../wording/config-file.ts'

/** A problem in one line of a file. */
export interface LineProblem {
  readonly line: number
  readonly says: string
}

export interface YamlText {
  /** Undefined if the text is broken. */
  readonly value: unknown
  readonly problems: readonly LineProblem[]
  /** The line of a key or an entry; if it is missing, the line of what should hold it. */
  lineOf(path: Path): number
  textOf(line: number): string
}

type YamlDocument = ReturnType<typeof parseDocument>

/** Without this limit, a few lines of aliases could grow into gigabytes. */
const maxAliasCount = 100

/** The file can still be read despite these, so that its other problems are reported too. */
const harmless: ReadonlySet<string> = new Set([
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
] satisfies ErrorCode[])

export function parseYaml(text: string): YamlText {
  const lineCounter = new LineCounter()
  const lineAt = (offset: number) => lineCounter.linePos(offset).line
  const lines = text.split('\n')
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  })
  const errors = [...document.errors, ...document.warnings]
  const isReadable = errors.every(({ code }) => harmless.has(code))
  const value = isReadable ? plainValue(document) : undefined
  const ofAlias = isReadable && value === undefined ? [wrongAlias(document)] : []
  const problems = [
    ...errors.map(({ code, pos: [offset] }) => ({ offset, says: adviceOnYaml(code, keyAt(text, offset)) })),
    ...ofAlias,
  ].map(({ offset, says }) => ({ line: lineAt(offset), says }))
  return {
    value,
    problems: firstOfEachLine(problems),
    lineOf: (path) => lineAt(offsetOf(document, path)),
    textOf: (line) => lines[line - 1] ?? '',
  }
}

function keyAt(text: string, offset: number): string {
  return /^["']?(\w{1,20})\b/.exec(text.slice(offset))?.[1] ?? ''
}

/** The parser may report one typo as several errors. */
function firstOfEachLine(problems: readonly LineProblem[]): readonly LineProblem[] {
  return [...new Map(problems.toReversed().map((problem) => [problem.line, problem])).values()]
}

/** Undefined if an alias has no anchor, or if aliases repeat too much. Null for an empty text. */
function plainValue(document: YamlDocument): unknown {
  try {
    return document.toJS({ maxAliasCount })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return undefined
  }
}

function wrongAlias(document: YamlDocument): { readonly offset: number; readonly says: string } {
  const aliases: Alias[] = []
  visit(document, { Alias: (_, alias) => void aliases.push(alias) })
  const unknown = aliases.slice(0, maxAliasCount).find((alias) => alias.resolve(document) === undefined)
  const offset = (unknown ?? aliases[0])?.range?.[0] ?? 0
  return { offset, says: unknown === undefined ? fileSays.tooManyAliases : fileSays.noSuchAnchor }
}

/** Where the deepest key or entry of the path that exists begins. Follows aliases. */
function offsetOf(document: YamlDocument, path: Path): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const step of path) {
    const holder = isAlias(node) ? node.resolve(document) : node
    // If a key occurs twice, the last one counts, as in the value.
    const pair = isMap(holder)
      ? holder.items.findLast(({ key }) => isScalar(key) && key.value === step)
      : undefined
    const entry = isSeq(holder) && typeof step === 'number' ? holder.items[step] : undefined
    const start = startOf(pair?.key ?? entry)
    if (start === undefined) break
    node = pair?.value ?? entry
    offset = start
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
