// What is told of text that is no good YAML. The library's own sentences repeat what is in the file: these don't.
import type { ErrorCode } from 'yaml'
import { poolKeys } from './pool-keys.ts'

/** What to mend where YAML was not understood; `text` begins at the place. */
export function adviceOnYaml(code: ErrorCode, text: string): string {
  if (code === 'DUPLICATE_KEY') {
    const [, key = ''] = /^["']?(\w{1,20})\b/.exec(text) ?? []
    return `${Object.hasOwn(poolKeys, key) ? key : 'This key'} stands here for the second time. Expected each key once.`
  }
  return (
    advice[code] ??
    'This is not valid YAML. Look at the indentation and the punctuation, here and in the line above.'
  )
}

/** Whether the file can be read all the same, and what else is wrong with it be told. */
export function isHarmless(code: ErrorCode): boolean {
  return harmless.has(code)
}

const harmless: ReadonlySet<string> = new Set([
  'BAD_DQ_ESCAPE',
  'BAD_SCALAR_START',
  'DUPLICATE_KEY',
  'TAG_RESOLVE_FAILED',
] satisfies ErrorCode[])

const secondColon =
  'A second key begins where a value was expected. Indent the keys of one pool alike; ' +
  'a value that holds ": " needs quotation marks, for example "Shop: customers".'
const indentation =
  'This line does not go with those above it. Indent the keys of one pool alike, by spaces; ' +
  'begin each entry of a list with "- "; close every quotation mark and bracket.'

const advice: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'A value that begins with "&" or "*" needs quotation marks.',
  BAD_DIRECTIVE: 'A line that begins with "%" is not understood. Expected keys and values only.',
  BAD_DQ_ESCAPE: 'A "\\" in double quotation marks needs a second one: "\\\\".',
  BAD_INDENT: indentation,
  BAD_SCALAR_START:
    'A value that begins with "@", "`" or "%" needs quotation marks, for example "@sign-up-approvers".',
  BLOCK_AS_IMPLICIT_KEY: secondColon,
  MISSING_CHAR: indentation,
  MULTILINE_IMPLICIT_KEY:
    'A colon with a space after it is missing. Expected, for example, channel: C0123456789.',
  MULTIPLE_DOCS: 'A second document begins here. Expected one: leave out the line that separates them.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply to be read.',
  TAB_AS_INDENT: 'A tab stands where the line is indented. Expected spaces.',
  TAG_RESOLVE_FAILED: 'A value that begins with "!" needs quotation marks; YAML takes it for a tag.',
  UNEXPECTED_TOKEN:
    'Something follows here that does not belong to the value before it. ' +
    'Look at the quotation marks and brackets of this line: a value in quotation marks holds none of its own kind.',
}

export const noSuchAnchor =
  'A value that begins with "*" repeats what an anchor names, and no anchor of this name stands above it. ' +
  'Mend the name, or put the value in quotation marks.'
export const tooManyAliases =
  'Values that begin with "*" repeat too much of the file. Expected at most 100 such repetitions: write the values out.'
