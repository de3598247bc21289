// Everything that an operator is told about a file that could be read, with the line where it stands.
import type { z } from 'zod'
import { never } from '../shared/never.ts'
import { type LineMistake, type Path, sentences } from './mistake.ts'
import { keyAt } from './pool-keys.ts'
import type { BrokenRule } from './pool-rules.ts'
import { looksLikeToken } from './secret.ts'
import { adviceOnUnknownKey, meantKey } from './unknown-key.ts'
import { saysOfValue, subjectOf } from './wrong-value.ts'
import type { YamlText } from './yaml-text.ts'

type Issue = z.core.$ZodIssue

/** What has not the right form, and which rules are broken, so many at most of each. Tokens are told by their lines. */
export function fileMistakes(
  issues: readonly Issue[],
  rules: readonly BrokenRule[],
  yaml: YamlText,
  most: number,
): readonly LineMistake[] {
  const misspelt = new Set(issues.flatMap(meantPaths).map(String))
  // What was misspelt is not told as missing, too.
  const isToBeTold = (path: Path) => !misspelt.has(String(path))
  return [
    ...issues
      .values()
      .filter((issue) => issue.input !== undefined || isToBeTold(issue.path))
      .filter((issue) => !isTokenInItsLine(issue, yaml))
      .flatMap((issue) => told(issue, yaml))
      .take(most),
    ...rules
      .values()
      .filter(({ path }) => [path, [...path, 'groups'], [...path, 'users']].every(isToBeTold))
      .map((rule) => ({ line: yaml.placeOf(rule.path).line, says: saysOfRule(rule, yaml) }))
      .take(most),
  ]
}

function meantPaths(issue: Issue): readonly Path[] {
  if (issue.code !== 'unrecognized_keys') return []
  const meant = issue.keys.map((key) => meantKey(key, keyAt(issue.path)))
  return meant.filter((key) => key !== undefined).map((key) => [...issue.path, key])
}

function isTokenInItsLine({ path, input }: Issue, yaml: YamlText): boolean {
  return typeof input === 'string' && looksLikeToken(input) && looksLikeToken(yaml.placeOf(path).lines)
}

function told(issue: Issue, yaml: YamlText): Iterable<LineMistake> {
  if (issue.code !== 'unrecognized_keys') {
    return [{ line: yaml.placeOf(issue.path).line, says: saysOfValue(issue, yaml) }]
  }
  return issue.keys.values().map((key) => {
    const path = [...issue.path, key]
    const advice = adviceOnUnknownKey(key, keyAt(issue.path))
    return {
      line: yaml.placeOf(path).line,
      says: sentences(`${subjectOf(path, yaml)} is an unknown key.`, advice),
    }
  })
}

function saysOfRule(rule: BrokenRule, yaml: YamlText): string {
  const subject = subjectOf(rule.path, yaml)
  switch (rule.kind) {
    case 'nobody may approve':
      return (
        `${subject} names nobody, so nobody could approve a sign-up. Expected at least one user group or user, ` +
        'for example groups: ["@sign-up-approvers"] or users: [U0123456789].'
      )
    case 'too many attributes':
      return `${subject} names ${rule.count} attributes. Expected at most 10, so that a card can be read.`
    case 'too many entries':
      return `${subject} has ${rule.count} entries. Expected at most 6: four of Cognito's ten tell who approved.`
    case 'taken':
      return `${subject} is the same as ${subjectOf(rule.by, yaml)}. Expected each pool once, with a name of its own.`
    default:
      return never(rule)
  }
}
