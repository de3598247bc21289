// Errors on the way to a session in an approver's name, and in it → what was in the way.
import type { RoleProblem } from '../domain/approver-role.ts'
import { mayBeTheClock } from '../domain/failure.ts'
import { type AwsError, credentialErrors, hasNoAnswer, isDenied, isThrottling } from './errors.ts'

/** What an error of AWS STS means, which was to open a session in an approver's name. */
export function roleProblemOf(error: AwsError): RoleProblem {
  const { name, message } = error
  if (isThrottling(error)) return { kind: 'role-throttled' }
  if (hasNoAnswer(error)) return { kind: 'role-no-answer' }
  if (isDenied(error)) return { kind: 'role-forbidden', action: deniedAction(message) ?? 'sts:AssumeRole' }
  if (/^RegionDisabled/.test(name)) return { kind: 'role-region' }
  const isAboutOwn = credentialErrors.has(name) || mayBeTheClock(name)
  return { kind: isAboutOwn ? 'role-credentials' : 'role-refused', name }
}

/** What AWS's words call the missing permission. */
function deniedAction(message: string): string | null {
  return /\bto perform: (sts:[A-Za-z]{1,40})\b/.exec(message)?.[1] ?? null
}

/** What a rejected call says about the session in which it was made; null if nothing. */
export function sessionProblemOf(error: AwsError, action: string): RoleProblem | null {
  if (isThrottling(error) || hasNoAnswer(error)) return null
  if (isDenied(error)) return { kind: 'role-lacks', action: `cognito-idp:${action}` }
  return credentialErrors.has(error.name) ? { kind: 'role-session', name: error.name } : null
}
