// The variables that are set: which are ours, and which only look like ours.

import { type VariableName, variableSays, variables } from '../wording/config-variables.ts'
import { isMisspelt, mayMean } from './near-name.ts'

/** The variables that are set, ours and others, trimmed. */
export type Given = Readonly<Record<string, string>>

/** A line for each misspelt variable, unless the one that it resembles is set, or is already reported as missing. */
export function misspeltVariables(given: Given): readonly string[] {
  const missing: readonly string[] = reportedAsMissing(given)
  const optional = Object.keys(variables)
    .filter(isOurs)
    .filter((name) => given[name] === undefined && !missing.includes(name) && !isEverybodys(name))
  return namesOfOthers(given).flatMap((other) => {
    const meant = optional.find((name) => isMisspelt(other, name))
    return meant === undefined ? [] : [variableSays.misspelt(other, meant)]
  })
}

/** Many programs have them, under many names that are like them. */
function isEverybodys(name: VariableName): boolean {
  return name === 'PORT' || name === 'HOST'
}

/** Kubernetes tells the address of a service named "observe" under the name of our port. */
export function isOfService(name: string, value: string): boolean {
  return name === 'OBSERVE_PORT' && /^(?:tcp|udp|sctp):\/\//.test(value)
}

function reportedAsMissing(given: Given): readonly VariableName[] {
  const tokens = [
    'SLACK_BOT_TOKEN',
    given['PORT'] === undefined ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET',
  ] as const
  if (given['CONFIG_FILE'] !== undefined) return tokens
  const approvers = ['APPROVER_GROUPS', 'APPROVER_USERS'] as const
  const isAnyoneNamed = approvers.some((name) => entriesOf(given[name]).length > 0)
  return [...tokens, 'COGNITO_USER_POOL_ID', 'APPROVAL_CHANNEL', ...(isAnyoneNamed ? [] : approvers)]
}

/** The entries of a comma-separated list. */
export function entriesOf(list = ''): readonly string[] {
  const entries = list.split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '')
}

/** A variable that is set, and was perhaps meant to be the missing one. */
export function setInsteadOf(name: VariableName, given: Given): string | undefined {
  const others = namesOfOthers(given)
  return others.find((other) => isMisspelt(other, name)) ?? others.find((other) => mayMean(other, name))
}

export function isOurs(name: string): name is VariableName {
  return Object.hasOwn(variables, name)
}

/** Names that may be misspelt ones of ours, and that are safe to show. */
function namesOfOthers(given: Given): readonly string[] {
  return Object.keys(given).filter((name) => !isOurs(name) && isSafeToShow(name))
}

export function isSafeToShow(name: string): boolean {
  return /^[\w-]{1,60}$/.test(name)
}
