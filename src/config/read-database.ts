// Reads where the store is, and nothing else of the configuration: for whoever only looks at it.
import { adviceOn } from '../wording/config-advice.ts'
import { variableSays, variables } from '../wording/config-variables.ts'
import type { Database } from './config.ts'
import { databaseAt } from './database-url.ts'
import { whatIsSet } from './read-config.ts'
import { readSecrets } from './secrets.ts'

export type DatabaseResult =
  | { readonly kind: 'found'; readonly database: Database }
  /** One line each. No line shows a given value. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/** As `readConfig` reads `DATABASE_URL`. */
export function readDatabase(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): DatabaseResult {
  const { given, problems } = readSecrets(whatIsSet(environment), readFile)
  const ofDatabase = problems.filter((problem) => problem.includes('DATABASE_URL'))
  if (ofDatabase.length > 0) return { kind: 'invalid', problems: ofDatabase }
  const url = given['DATABASE_URL'] ?? variables.DATABASE_URL.default
  const database = databaseAt(url)
  if (database !== undefined) return { kind: 'found', database }
  return {
    kind: 'invalid',
    problems: [variableSays.wrong('DATABASE_URL', undefined, adviceOn('DATABASE_URL', url))],
  }
}
