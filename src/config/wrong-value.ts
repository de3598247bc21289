// What is told of one value of the file: what it is, what was expected, and what may help.
import type { z } from 'zod'
import { concealed, expectation, type Path, sentences, shown } from './mistake.ts'
import { adviceOnMixUp } from './mix-up.ts'
import { isNear } from './near-miss.ts'
import { reservedEntries, standardAttributes } from './pool-format.ts'
import { keyAt, poolKeys, written } from './pool-keys.ts'
import { keyMayHoldSecret, lineMayHoldSecret, mayHoldSecret, quoted } from './secret.ts'
import { variables } from './variables.ts'
import type { Place, YamlText } from './yaml-text.ts'

/** The sentences about a value, or about the key of an entry, that has not the right form. */
export function saysOfValue({ code, path, input }: z.core.$ZodIssue, yaml: YamlText): string {
  const key = keyAt(path)
  const subject = subjectOf(path, yaml)
  if (code === 'invalid_key') return `${subject} ${saysOfEntry(path)}`
  const place = yaml.placeOf(path)
  const expected = poolKeys[key]
  return sentences(
    `${subject} ${whatIs(input, key, place)}.`,
    expected === undefined ? undefined : expectation(expected),
    adviceOn(input, key, place),
  )
}

/** What a path leads to, as people write it; a key that may be a secret is not shown. */
export function subjectOf(path: Path, yaml: YamlText): string {
  return written(path, (key) => {
    if (Object.hasOwn(variables, key.toUpperCase())) return key
    if (keyMayHoldSecret(key) || lineMayHoldSecret(yaml.placeOf(path).lines))
      return '(a key that is not shown)'
    return /^\w+$/.test(key) ? key : quoted(key)
  })
}

function saysOfEntry(path: Path): string {
  return reservedEntries.includes(String(path.at(-1)))
    ? 'is what Countersign itself tells of an approval. Expected another key.'
    : 'has an unusual key. Expected 1 to 256 printable ASCII characters.'
}

function whatIs(input: unknown, key: string, { source, lines }: Place): string {
  if (input === undefined) return 'is missing'
  if (input === null) return 'is empty'
  if (Array.isArray(input)) return input.length === 0 ? 'is an empty list' : 'is a list'
  if (typeof input === 'object') return 'holds keys'
  if (key === 'file') return 'holds no keys'
  const text = typeof input === 'string' ? input : source
  if (mayHoldSecret(text) || lineMayHoldSecret(lines)) return concealed(text)
  return typeof input === 'string' ? shown(text) : `is the ${typeof input} ${text}`
}

function adviceOn(input: unknown, key: string, { source, lines }: Place): string | undefined {
  if (input === null) return /\s#/.test(lines) ? 'What follows a "#" is a comment to YAML.' : undefined
  if (typeof input === 'object')
    return key === 'attributes[]' ? 'Leave out the space after the colon.' : undefined
  if (input === undefined || key === 'file') return undefined
  if (['groups', 'users', 'attributes'].includes(key)) return writeAList
  if (typeof input === 'string') return adviceOnText(input, key)
  if (key !== 'name' && key !== 'client_metadata[]') return undefined
  const example = mayHoldSecret(source) || lineMayHoldSecret(lines) ? '' : `: ${quoted(source)}`
  return `Put it in quotation marks${example}.`
}

const writeAList = 'Write a list: its entries in square brackets, or each on a line that begins with "- ".'

function adviceOnText(text: string, key: string): string | undefined {
  const near = key === 'attributes[]' ? standardAttributes.find((name) => isNear(text, name)) : undefined
  return near === undefined ? adviceOnMixUp(key, text) : `Did you mean ${near}?`
}
