// The lines that tell an operator what is wrong: what is, what was expected, an example, and what may help.
import { adviceOnMixUp } from './mix-up.ts'
import { nearMiss } from './near-miss.ts'
import { looksLikeToken, mayHoldSecret, quoted } from './secret.ts'
import type { Variable } from './variables.ts'

/** The line for a required variable that is not set. */
export function notSet(name: string, variable: Variable, namesSet: readonly string[]): string {
  return sentences(`${name} is not set.`, expectation(variable), didYouMean(name, namesSet))
}

/** The line for a mistaken value, or for one mistaken entry of a list. */
export function mistaken(name: string, variable: Variable, value: string, entry: string): string {
  const isConcealed = variable.secret || mayHoldSecret(value)
  // Where nothing is shown, all entries of a list get the same line: which of them is wrong tells something, too.
  const subject = isConcealed ? value : entry
  return sentences(
    `${name} ${isConcealed ? concealed(value) : shown(value, entry)}.`,
    expectation(variable),
    adviceOnMixUp(name, subject),
  )
}

/** The line for a configuration in which nobody may approve. */
export function nobodyMayApprove(namesSet: readonly string[]): string {
  return sentences(
    'APPROVER_GROUPS and APPROVER_USERS name nobody, so nobody could approve a sign-up.',
    'Expected at least one user group or user,',
    'for example APPROVER_GROUPS=@sign-up-approvers or APPROVER_USERS=U0123456789.',
    didYouMean('APPROVER_GROUPS', namesSet),
    didYouMean('APPROVER_USERS', namesSet),
  )
}

/** The line for a configuration file, which this version does not read. */
export const noConfigFileYet =
  'CONFIG_FILE is not supported yet in this version. Expected the variables for a single pool instead, ' +
  'for example COGNITO_USER_POOL_ID, APPROVAL_CHANNEL and APPROVER_GROUPS; leave CONFIG_FILE unset.'

function concealed(value: string): string {
  if (looksLikeToken(value)) return 'holds what looks like a token (not shown)'
  return 'has a wrong value (not shown, as it may hold a secret)'
}

function shown(value: string, entry: string): string {
  return `${entry === value ? 'is' : 'contains'} ${quoted(entry)}`
}

function expectation(variable: Variable): string {
  return `Expected ${variable.expected}, for example ${variable.example}.`
}

function didYouMean(name: string, namesSet: readonly string[]): string | undefined {
  const near = nearMiss(name, namesSet)
  return near === undefined ? undefined : `${near} is set: did you mean ${name}?`
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ')
}
