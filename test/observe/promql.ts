// As much of PromQL as the alerting rules use: parsed by Prometheus' own grammar, evaluated on what was scraped. Whatever else
// stands in a rule throws.
import { parser } from '@prometheus-io/lezer-promql'

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Scrape {
  /** In seconds since 1970. */
  readonly at: number
  readonly samples: readonly Sample[]
}

type Node = ReturnType<typeof parser.parse>['topNode']
type Value = number | readonly Sample[]

/** What the rule finds at the time of the last scrape; it fires if that is not empty. */
export function evaluate(rule: string, history: readonly Scrape[]): readonly Sample[] {
  const value = evaluated({ rule, history }, onlyChild(parser.parse(rule).topNode))
  if (typeof value === 'number') throw new Error(`${rule} is only a number`)
  return value
}

/** The metrics that the rule names, each with the labels that it uses of it. */
export function namesIn(
  rule: string,
): readonly { readonly name: string; readonly labels: readonly string[] }[] {
  const found: { readonly name: string; readonly labels: readonly string[] }[] = []
  const grouped: string[] = []
  parser.parse(rule).iterate({
    enter: ({ node }) => {
      if (node.name === 'GroupingLabels') grouped.push(...labelsIn(rule, node))
      if (node.name !== 'VectorSelector') return
      const matched = matchersIn(rule, node).map(([label]) => label)
      found.push({ name: textOf(rule, child(node, 'Identifier')), labels: [...grouped, ...matched] })
    },
  })
  return found
}

/** The samples of a page in Prometheus' text format. */
export function samplesIn(page: string): readonly Sample[] {
  return page
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
      if (name === '') throw new Error(`This is no sample: ${line}`)
      const pairs = [...labels.matchAll(/(\w+)="([^"\\]*)"/g)].map(([, label = '', text = '']) => [
        label,
        text,
      ])
      return { name, labels: Object.fromEntries(pairs), value: Number(value.replace('Inf', 'Infinity')) }
    })
}

interface Question {
  readonly rule: string
  readonly history: readonly Scrape[]
}

function evaluated(question: Question, node: Node): Value {
  const { rule, history } = question
  switch (node.name) {
    case 'NumberDurationLiteral':
      return Number(textOf(rule, node))
    case 'ParenExpr':
      return evaluated(question, onlyChild(node))
    case 'VectorSelector':
      return select(question, node, history.at(-1))
    case 'OffsetExpr':
      return before(question, node)
    case 'FunctionCall':
      return call(question, node)
    case 'AggregateExpr':
      return aggregate(question, node)
    case 'BinaryExpr':
      return combine(question, node)
    default:
      throw new Error(`${node.name} in ${rule} is not understood here`)
  }
}

function select({ rule }: Question, node: Node, scrape: Scrape | undefined): readonly Sample[] {
  const name = textOf(rule, child(node, 'Identifier'))
  const matchers = matchersIn(rule, node)
  return (scrape?.samples ?? []).filter(
    (sample) =>
      sample.name === name && matchers.every(([label, text]) => (sample.labels[label] ?? '') === text),
  )
}

function call(question: Question, node: Node): Value {
  const { rule, history } = question
  const name = textOf(rule, child(node, 'FunctionIdentifier'))
  const body = child(node, 'FunctionCallBody')
  switch (name) {
    case 'time':
      return history.at(-1)?.at ?? 0
    case 'absent':
      return vectorOf(question, onlyChild(body)).length > 0 ? [] : [{ name: '', labels: {}, value: 1 }]
    case 'max_over_time':
      return maxOverTime(question, onlyChild(body))
    case 'increase':
      return increase(question, onlyChild(body))
    default:
      throw new Error(`The function ${name} is not understood here`)
  }
}

/** As it was that long ago: Prometheus looks back five minutes for a scrape. */
function before({ rule, history }: Question, node: Node): readonly Sample[] {
  const duration = child(child(node, 'OffsetDurationExpr'), 'NumberDurationLiteralInDurationContext')
  const then = (history.at(-1)?.at ?? 0) - secondsOf(textOf(rule, duration))
  const scrape = history.findLast(({ at }) => at <= then && at > then - 300)
  return select({ rule, history }, child(node, 'VectorSelector'), scrape)
}

/** Of each that was there in the range. */
function maxOverTime(question: Question, matrix: Node): readonly Sample[] {
  const { rule, history } = question
  const range = secondsOf(textOf(rule, child(matrix, 'DurationExpr')))
  const selector = child(matrix, 'VectorSelector')
  const within = history.filter(({ at }) => at > (history.at(-1)?.at ?? 0) - range)
  const most = new Map<string, Sample>()
  for (const sample of within.flatMap((scrape) => select(question, selector, scrape))) {
    const key = JSON.stringify(Object.entries(sample.labels).toSorted())
    if (sample.value >= (most.get(key)?.value ?? -Infinity)) most.set(key, { ...sample, name: '' })
  }
  return [...most.values()]
}

/** From the first to the last scrape in the range, which a restart between them would make less. */
function increase(question: Question, matrix: Node): readonly Sample[] {
  const { rule, history } = question
  const range = secondsOf(textOf(rule, child(matrix, 'DurationExpr')))
  const now = history.at(-1)?.at ?? 0
  const within = history.filter(({ at }) => at > now - range)
  const selector = child(matrix, 'VectorSelector')
  const first = select(question, selector, within[0])
  return select(question, selector, within.at(-1)).flatMap((last) => {
    const before = first.find(({ labels }) => isSame(labels, last.labels))
    return before === undefined ? [] : [{ ...last, name: '', value: last.value - before.value }]
  })
}

function aggregate(question: Question, node: Node): readonly Sample[] {
  const { rule } = question
  const how = textOf(rule, child(node, 'AggregateOp'))
  const labels = labelsIn(rule, child(child(node, 'AggregateModifier'), 'GroupingLabels'))
  const groups = new Map<string, Sample>()
  for (const sample of vectorOf(question, onlyChild(child(node, 'FunctionCallBody')))) {
    const kept = Object.fromEntries(labels.map((label) => [label, sample.labels[label] ?? '']))
    const before = groups.get(JSON.stringify(kept))
    const value = before === undefined ? sample.value : together(how, before.value, sample.value)
    groups.set(JSON.stringify(kept), { name: '', labels: kept, value })
  }
  return [...groups.values()]
}

function together(how: string, one: number, other: number): number {
  if (how === 'sum') return one + other
  if (how === 'max') return Math.max(one, other)
  throw new Error(`The aggregation ${how} is not understood here`)
}

/** Two vectors: one, and what only the other has; or the one without what the other has, too. */
function joined(operator: string, one: readonly Sample[], other: readonly Sample[]): readonly Sample[] {
  const without = (all: readonly Sample[], these: readonly Sample[]) =>
    all.filter(({ labels }) => !these.some((sample) => isSame(sample.labels, labels)))
  return operator === 'Or' ? [...one, ...without(other, one)] : without(one, other)
}

/** A vector and a number: a difference, or a comparison, which leaves out what it is not true of. */
function combine(question: Question, node: Node): readonly Sample[] {
  const [left, operator, right] = childrenOf(node)
  if (left === undefined || operator === undefined || right === undefined)
    throw new Error('An operand is missing')
  const [one, other] = [evaluated(question, left), evaluated(question, right)]
  if (operator.name === 'Or' || operator.name === 'Unless')
    return joined(operator.name, vector(one), vector(other))
  if (operator.name === 'Sub' && typeof one === 'number')
    return vector(other).map((sample) => ({ ...sample, name: '', value: one - sample.value }))
  if (typeof other !== 'number') throw new Error(`${question.rule} compares with no number`)
  switch (operator.name) {
    case 'Gtr':
      return vector(one).filter(({ value }) => value > other)
    case 'Eql':
      return vector(one).filter(({ value }) => value === other)
    case 'Neq':
      return vector(one).filter(({ value }) => value !== other)
    default:
      throw new Error(`The operator ${operator.name} is not understood here`)
  }
}

function vectorOf(question: Question, node: Node): readonly Sample[] {
  return vector(evaluated(question, node))
}

function vector(value: Value): readonly Sample[] {
  if (typeof value === 'number') throw new Error('A number stands where a vector is needed')
  return value
}

function matchersIn(rule: string, selector: Node): readonly (readonly [string, string])[] {
  return (selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => {
    if (textOf(rule, child(matcher, 'MatchOp')) !== '=') throw new Error(`${rule} matches a label not by =`)
    const text = textOf(rule, child(matcher, 'StringLiteral')).slice(1, -1)
    return [textOf(rule, child(matcher, 'LabelName')), text] as const
  })
}

function labelsIn(rule: string, grouping: Node): readonly string[] {
  return grouping.getChildren('LabelName').map((label) => textOf(rule, label))
}

function secondsOf(duration: string): number {
  const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? []
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit]
  if (seconds === undefined) throw new Error(`${duration} is no duration`)
  return Number(count) * seconds
}

function isSame(one: Sample['labels'], other: Sample['labels']): boolean {
  return JSON.stringify(Object.entries(one).toSorted()) === JSON.stringify(Object.entries(other).toSorted())
}

function textOf(rule: string, { from, to }: Node): string {
  return rule.slice(from, to)
}

function child(node: Node, name: string): Node {
  const found = node.getChild(name)
  if (found === null) throw new Error(`${node.name} has no ${name}`)
  return found
}

function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = []
  for (let next = node.firstChild; next !== null; next = next.nextSibling) children.push(next)
  if (children.some(({ type }) => type.isError)) throw new Error('This is not PromQL')
  return children
}

function onlyChild(node: Node): Node {
  const [only, ...others] = childrenOf(node)
  if (only === undefined || others.length > 0) throw new Error(`${node.name} has ${others.length} others`)
  return only
}
