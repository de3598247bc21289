// Puts zod's issues into Slack's own words: `must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** One message per issue, as Slack puts them into `errors` and `response_metadata.messages`. */
export function explainIssues(issues: readonly Issue[], root: string): string[] {
  return issues.map((issue) => {
    const where = [root, ...issue.path.map(String)].join('/')
    return where === '' || (root === '' && isMissing(issue))
      ? explain(issue)
      : `${explain(issue)} [json-pointer:${where}]`
  })
}

function isMissing(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.input === undefined
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `must be less than ${Number(issue.maximum) + 1} characters`
        : `no more than ${issue.maximum} items allowed`
    case 'too_small':
      return issue.origin === 'string'
        ? `must be more than ${Number(issue.minimum) - 1} characters`
        : `no fewer than ${issue.minimum} items allowed`
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`
    case 'invalid_type':
      return isMissing(issue)
        ? `missing required field: ${String(issue.path.at(-1) ?? 'blocks')}`
        : `must provide a ${issue.expected}`
    case 'invalid_union':
      return 'unsupported type'
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    default:
      return issue.message
  }
}
