// Environments to read, and the two results of reading one.
import { readFileSync } from 'node:fs'
import type { Config } from '../../src/config/config.ts'
import { readConfig } from '../../src/config/read-config.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The smallest environment with which Countersign starts, with the test's changes. */
export function environment(changes: Environment = {}): Environment {
  return {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    APPROVAL_CHANNEL: 'C0123456789',
    APPROVER_USERS: 'U0123456789',
    ...changes,
  }
}

/** The configuration from the environment; throws if the environment is invalid. */
export function configOf(environment: Environment): Config {
  const result = readConfig(environment, readText)
  if (result.kind === 'valid') return result.config
  throw new Error(`The environment is invalid:\n${result.problems.join('\n')}`)
}

/** The lines that the operator reads; none if the environment is valid. */
export function problemsIn(environment: Environment, readFile = readText): readonly string[] {
  const result = readConfig(environment, readFile)
  return result.kind === 'invalid' ? result.problems : []
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}
