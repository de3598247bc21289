// The measurements as a Markdown table, and its place in the documentation.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface Row {
  readonly what: string
  readonly ours: string
  /** Empty if the handler does no such thing. */
  readonly handlers: string
  readonly ratio: string
  /** The target; empty if there is none. */
  readonly asked: string
}

/** The table, with the date and the machine below it. */
export function drawTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, handlers, ratio, asked }) =>
    `| ${[what, ours, handlers, ratio, asked].join(' | ')} |`.replaceAll('|  |', '| |'),
  )
  const head = ['| what | Countersign | handler | ratio | target |', '|---|---|---|---|---|']
  return [...head, ...lines, '', machine()].join('\n')
}

/** Our figure beside the handler's. */
export function compare(what: string, ours: number, theirs: number, unit: string, asked = ''): Row {
  const digits = unit === 'ms' ? 1 : 0
  const write = (value: number) => `${value.toFixed(digits)} ${unit}`
  return { what, ours: write(ours), handlers: write(theirs), ratio: (ours / theirs).toFixed(2), asked }
}

/** A figure that the handler doesn't have. */
export function tell(what: string, ours: string, asked = ''): Row {
  return { what, ours, handlers: '', ratio: '', asked }
}

function machine(): string {
  const [first] = cpus()
  const day = new Date().toISOString().slice(0, 10)
  return `${day}, ${first?.model ?? 'an unknown processor'}, ${availableParallelism()} cores, ${process.platform}, Node ${process.version}.`
}

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))

/** Replaces the table between the page's markers; throws if there are none. */
export function writeIntoDocs(table: string): void {
  const before = readFileSync(page, 'utf8')
  const between = /(<!-- bench -->\n).*?(\n<!-- \/bench -->)/s
  if (!between.test(before)) throw new Error(`${page} has no place for the table`)
  writeFileSync(
    page,
    before.replace(between, (_, start: string, end: string) => `${start}${table}${end}`),
  )
}
