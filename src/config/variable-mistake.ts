// The lines that tell an operator what is wrong with the environment's variables.
import type { z } from 'zod'
import { concealed, expectation, sentences, shown } from './mistake.ts'
import { adviceOnMixUp } from './mix-up.ts'
import { nearMiss } from './near-miss.ts'
import { mayHoldSecret, pathMayHoldSecret } from './secret.ts'
import { type Variable, variables } from './variables.ts'

/** The variables that are set, trimmed. */
export type Given = Readonly<Record<string, string>>

/** In the order of the table. Entries of one list that may not be shown share one line. */
export function mistakenVariables(issues: readonly z.core.$ZodIssue[], given: Given): readonly string[] {
  const lines = Object.entries(variables).flatMap(([name, variable]) =>
    issues
      .filter((issue) => issue.path[0] === name)
      .map((issue) => {
        const value = given[name]
        if (value === undefined) return notSet(name, variable, Object.keys(given))
        return mistaken(name, variable, value, typeof issue.input === 'string' ? issue.input : value)
      }),
  )
  return [...new Set(lines)]
}

/** The line for a configuration in which nobody may approve. */
export function nobodyMayApprove(given: Given): string {
  const namesSet = Object.keys(given)
  return sentences(
    'APPROVER_GROUPS and APPROVER_USERS name nobody, so nobody could approve a sign-up.',
    'Expected at least one user group or user,',
    'for example APPROVER_GROUPS=@sign-up-approvers or APPROVER_USERS=U0123456789.',
    didYouMean('APPROVER_GROUPS', namesSet),
    didYouMean('APPROVER_USERS', namesSet),
  )
}

/** The line for a variable of the single pool, where a file names the pools. */
export function besideConfigFile(name: string): string {
  return `${name} is set beside CONFIG_FILE, which replaces it. Remove ${name}: the file says it for each pool.`
}

/** The line for several processes on a store that lets one in. */
export const replicasOnSqlite =
  'REPLICAS is more than 1, but only one process can work with a SQLite file. ' +
  'Remove REPLICAS, or give a DATABASE_URL that begins with postgres://.'

/** The line for more connections than Slack gives an app. */
export const tooManySockets =
  'REPLICAS times SLACK_SOCKETS is more than the 10 connections that Slack allows an app. Lower one of them.'

/** The line for a configuration file that can't be read; `code` is the system's name for the reason. */
export function unreadable(path: string, code: string): string {
  return sentences(
    `CONFIG_FILE ${pathMayHoldSecret(path) ? concealed(path) : shown(path)}: ${reasons[code] ?? `it can't be read (${code})`}.`,
    expectation(variables.CONFIG_FILE),
    adviceOnMixUp('CONFIG_FILE', path),
  )
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder',
  EACCES: 'this process may not read it',
  EPERM: 'this process may not read it',
}

function notSet(name: string, variable: Variable, namesSet: readonly string[]): string {
  const instead = name === 'COGNITO_USER_POOL_ID' ? didYouMean('CONFIG_FILE', namesSet) : undefined
  return sentences(`${name} is not set.`, expectation(variable), didYouMean(name, namesSet) ?? instead)
}

/** The line for a mistaken value, or for one mistaken entry of a list. */
function mistaken(name: string, variable: Variable, value: string, entry: string): string {
  const isConcealed = variable.secret || mayHoldSecret(value)
  // Where nothing is shown, all entries of a list get the same line: which of them is wrong tells something, too.
  const subject = isConcealed ? value : entry
  return sentences(
    `${name} ${isConcealed ? concealed(value) : shown(entry, entry === value ? 'is' : 'contains')}.`,
    expectation(variable),
    adviceOnMixUp(name, subject),
  )
}

function didYouMean(name: string, namesSet: readonly string[]): string | undefined {
  const near = nearMiss(
    name,
    namesSet.filter((given) => !Object.hasOwn(variables, given)),
  )
  return near === undefined ? undefined : `${near} is set: did you mean ${name}?`
}
