// Every problem of a pools file that could be read, each with its line.
import type { z } from 'zod'
import { reservedEntries } from '../domain/client-metadata.ts'
import { adviceOn } from '../wording/config-advice.ts'
import { fileAdvice, fileSays, type Path } from '../wording/config-file.ts'
import { mayMean } from './near-name.ts'
import { holdsToken, keyAt, keysIn, standardAttributes } from './pool-format.ts'
import { brokenRules } from './pool-rules.ts'
import { ofNoPool } from './variables.ts'
import type { LineProblem, YamlText } from './yaml-text.ts'

type Issue = z.core.$ZodIssue

/** Wrong formats and broken rules, at most `most` of each: a wrong file may have thousands. */
export function fileProblems(issues: readonly Issue[], yaml: YamlText, most: number): readonly LineProblem[] {
  const misspelt = new Set(issues.flatMap(meantPaths).map(String))
  // A misspelt key is not reported as missing as well.
  const isReported = (path: Path) => !misspelt.has(String(path))
  const ofValues = issues
    .values()
    .filter((issue) => issue.input !== undefined || isReported(issue.path))
    .flatMap((issue) => linesAbout(issue, yaml))
  const ofRules = brokenRules(yaml.value)
    .values()
    .filter(({ path }) => [path, [...path, 'groups'], [...path, 'users']].every(isReported))
    .map(({ path, says }) => ({ line: yaml.lineOf(path), says }))
  return [...ofValues.take(most), ...ofRules.take(most)]
}

function meantPaths(issue: Issue): readonly Path[] {
  if (issue.code !== 'unrecognized_keys') return []
  const meant = issue.keys.map((key) => meantKey(key, keyAt(issue.path)))
  return meant.filter((key) => key !== undefined).map((key) => [...issue.path, key])
}

function linesAbout(issue: Issue, yaml: YamlText): Iterable<LineProblem> {
  const { path, input } = issue
  if (issue.code !== 'unrecognized_keys') {
    const line = yaml.lineOf(path)
    const text = yaml.textOf(line)
    // readPoolsFile reports tokens line by line.
    const isReportedByLine = typeof input === 'string' && holdsToken(input) && holdsToken(text)
    return isReportedByLine ? [] : [{ line, says: saysOf(issue, text) }]
  }
  return issue.keys.values().map((key) => ({
    line: yaml.lineOf([...path, key]),
    says: fileSays.unknownKey(path, adviceOnKey(key, keyAt(path))),
  }))
}

function adviceOnKey(key: string, level: string): string {
  if (/^(?:aws_)?region$/i.test(key)) return fileAdvice.region
  const meant = meantKey(key, level)
  if (meant !== undefined) return fileAdvice.meant(meant)
  const variable = key.toUpperCase()
  if (Object.hasOwn(ofNoPool, variable)) return fileAdvice.variable(variable)
  const [misplaced] = Object.keys(keysIn).flatMap((other) => {
    const near = meantKey(key, other)
    return near === undefined ? [] : [fileAdvice.misplaced(near, other)]
  })
  return misplaced ?? fileAdvice.onlyKeys(keysIn[level] ?? [])
}

function meantKey(key: string, level: string): string | undefined {
  const longestFirst = keysIn[level]?.toSorted((one, other) => other.length - one.length)
  return longestFirst?.find((known) => mayMean(key, known))
}

function saysOf({ code, path, input }: Issue, line: string): string {
  const key = keyAt(path)
  if (code !== 'invalid_key') return fileSays.wrong(path, key, input, adviceOnValue(input, key, line))
  const isReserved = reservedEntries.includes(String(path.at(-1)))
  return isReserved ? fileSays.reservedEntry(path) : fileSays.unusualEntry(path)
}

function adviceOnValue(input: unknown, key: string, line: string): string | undefined {
  if (input === null) return /\s#/.test(line) ? fileAdvice.comment : undefined
  if (typeof input === 'object') return key === 'attributes[]' ? fileAdvice.space : undefined
  if (input === undefined || key === 'file') return undefined
  if (['groups', 'after.groups', 'users', 'expected_domains', 'attributes', 'deny_reasons'].includes(key))
    return fileAdvice.list
  if (typeof input === 'string') return adviceOnText(input, key)
  return key === 'name' || key === 'deny_reasons[]' || key === 'client_metadata[]'
    ? fileAdvice.quotationMarks
    : undefined
}

function adviceOnText(text: string, key: string): string | undefined {
  const near = key === 'attributes[]' ? standardAttributes.find((name) => mayMean(text, name)) : undefined
  return near === undefined ? adviceOn(key, text) : fileAdvice.meant(near)
}
