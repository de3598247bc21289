// Reads YAML so that each value can be traced back to its line.
import { type Alias, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { LineMistake, Path } from './mistake.ts'
import { adviceOnYaml, isHarmless, noSuchAnchor, tooManyAliases } from './yaml-mistake.ts'

/** A text's value, undefined where the text is broken, and where in the text each part of it stands. */
export interface YamlText {
  readonly value: unknown
  readonly mistakes: readonly LineMistake[]
  placeOf(path: Path): Place
}

/** Where a key with its value stands, or an entry of a list; of what is missing, where it would belong. */
export interface Place {
  readonly line: number
  /** A scalar as it is written; empty for what is none. */
  readonly source: string
  /** The whole lines from the key to the scalar's end. */
  readonly lines: string
}

type YamlDocument = ReturnType<typeof parseDocument>

/** At most this many values may repeat others: a few lines can otherwise grow into gigabytes. */
const maxAliasCount = 100

export function parseYaml(text: string): YamlText {
  const lines = new LineCounter()
  const lineAt = (offset: number) => lines.linePos(offset).line
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
  })
  const problems = [...document.errors, ...document.warnings]
  const isReadable = problems.every(({ code }) => isHarmless(code))
  const plain = isReadable ? plainValue(document) : undefined
  const mistakes = [
    ...problems.map(({ code, pos: [offset] }) => ({
      line: lineAt(offset),
      says: adviceOnYaml(code, text.slice(offset)),
    })),
    ...(plain?.kind === 'endless' ? [{ line: lineAt(plain.offset), says: plain.says }] : []),
  ]
  return {
    value: plain?.kind === 'value' ? plain.value : undefined,
    mistakes: firstOfEachLine(mistakes),
    placeOf(path) {
      const { from, to, source } = findPlace(document, path)
      const end = text.indexOf('\n', to)
      return {
        line: lineAt(from),
        source,
        lines: text.slice(text.lastIndexOf('\n', from - 1) + 1, end === -1 ? text.length : end),
      }
    },
  }
}

/** One slip can be several errors to YAML. */
function firstOfEachLine(mistakes: readonly LineMistake[]): readonly LineMistake[] {
  return [...new Map(mistakes.toReversed().map((mistake) => [mistake.line, mistake])).values()]
}

type Plain =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'endless'; readonly offset: number; readonly says: string }

function plainValue(document: YamlDocument): Plain {
  try {
    return { kind: 'value', value: document.toJS({ maxAliasCount }) }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { kind: 'endless', ...wrongAlias(document) }
  }
}

function wrongAlias(document: YamlDocument): { readonly offset: number; readonly says: string } {
  const aliases: Alias[] = []
  visit(document, { Alias: (_, alias) => void aliases.push(alias) })
  const unknown = aliases.slice(0, maxAliasCount).find((alias) => alias.resolve(document) === undefined)
  const offset = (unknown ?? aliases[0])?.range?.[0] ?? 0
  return { offset, says: unknown === undefined ? tooManyAliases : noSuchAnchor }
}

/** Follows the path as far as there is something, through what aliases repeat. */
function findPlace(document: YamlDocument, path: Path) {
  let node: unknown = document.contents
  let [from, to] = rangeOf(node) ?? [0, 0]
  for (const step of path) {
    const [next, named] = stepInto(isAlias(node) ? node.resolve(document) : node, step)
    const range = rangeOf(named)
    if (range === undefined) return { from, to: from, source: '' }
    node = next
    from = range[0]
    to = range[1]
  }
  if (!isScalar(node)) return { from, to, source: '' }
  return { from, to: Math.max(to, rangeOf(node)?.[1] ?? to), source: node.source ?? '' }
}

/** What the step leads to, and what names its place: a key, or the entry itself. */
function stepInto(holder: unknown, step: PropertyKey): readonly [next: unknown, named: unknown] {
  if (isMap(holder)) {
    // Of a key that stands there twice the last one counts, as in the value.
    const pair = holder.items.findLast(({ key }) => isScalar(key) && key.value === step)
    return [pair?.value, pair?.key]
  }
  const entry = isSeq(holder) && typeof step === 'number' ? holder.items[step] : undefined
  return [entry, entry]
}

function rangeOf(node: unknown) {
  return isNode(node) ? (node.range ?? undefined) : undefined
}
