// Why a decision did not go through: each reason with what it means and who has to act.
import { z } from 'zod'
import { roleProblemFormats } from './approver-role.ts'

export const failureReasonFormat = z.discriminatedUnion('kind', [
  /** Cognito was too busy until the deadline. */
  z.object({ kind: z.literal('throttled') }),
  /** There was no connection to Cognito until the deadline. */
  z.object({ kind: z.literal('unreachable') }),
  /** No usable answer until the deadline; a look-up showed the user still waiting. */
  z.object({ kind: z.literal('no-answer') }),
  /** No usable answer, neither to the call nor to the look-up after it. */
  z.object({ kind: z.literal('uncertain') }),
  /** An answer that does not say whether the user was confirmed, and no answer to the look-up after it. */
  z.object({ kind: z.literal('unexplained'), name: z.string() }),
  /** Cognito answered twice that there is no such user, but its list shows them waiting. */
  z.object({ kind: z.literal('contradicted') }),
  /** It is unknown whether the user was confirmed, and AWS does not allow the look-up. */
  z.object({ kind: z.literal('look-forbidden'), action: z.string() }),
  /** A cap of hours, not of seconds. */
  z.object({ kind: z.literal('capped'), name: z.string() }),
  z.object({ kind: z.literal('forbidden'), action: z.string() }),
  z.object({ kind: z.literal('credentials'), name: z.string() }),
  z.object({ kind: z.literal('pool-missing') }),
  /** Cognito has no such operation in this region, or for this pool. */
  z.object({ kind: z.literal('not-enabled') }),
  z.object({ kind: z.literal('bad-parameter') }),
  /** A function of the pool failed and the user is still waiting. */
  z.object({ kind: z.literal('function-failed'), message: z.string() }),
  /** Cognito refused, and the user is still waiting. */
  z.object({ kind: z.literal('not-allowed') }),
  /** The process stopped or lost its claim, and the click is too old to carry out now. */
  z.object({ kind: z.literal('expired') }),
  /** The clicker could not be checked, or may no longer decide, when the click was taken up. */
  z.object({ kind: z.literal('withdrawn') }),
  /** The user is neither as they were nor as they should become. */
  z.object({ kind: z.literal('changed'), status: z.string(), isEnabled: z.boolean() }),
  /** What the card shows changed while the click was carried out, in a pool that requires several approvals. */
  z.object({ kind: z.literal('facts-changed') }),
  /** Enough when the round was claimed, but the pool requires more approvals since its process was interrupted. */
  z.object({ kind: z.literal('too-few') }),
  z.object({ kind: z.literal('unheard-of'), name: z.string() }),
  ...roleProblemFormats,
])

export type FailureReason = Readonly<z.infer<typeof failureReasonFormat>>

/** Each reason under its kind. */
export type FailureReasons = {
  readonly [Kind in FailureReason['kind']]: Extract<FailureReason, { kind: Kind }>
}

/** AWS's names for a signature that it does not accept, or whose time is not now: the clock may be wrong. */
const clockErrors: ReadonlySet<string> = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
])

/** Whether AWS may have rejected the credentials only because of this machine's clock. */
export function mayBeTheClock(awsError: string): boolean {
  return clockErrors.has(awsError)
}

/** What a reason means for the user, and who has to act. */
export type FailureMeaning = {
  /** Whether the decision was not carried out, or may have been. */
  readonly outcome: 'not-done' | 'may-be-done'
} & (
  | { readonly actor: 'approver'; readonly again: 'now' | 'in-a-minute' | 'in-an-hour' }
  /** The clicker may no longer be an approver. */
  | { readonly actor: 'any-approver'; readonly again: 'now' }
  /** `now` if trying again may help without an operator. */
  | { readonly actor: 'operator'; readonly again: 'now' | 'once-fixed' }
)

/** One row per reason: code that treats some reasons differently asks here, so that none is listed twice. */
export const failureMeanings: { readonly [Kind in keyof FailureReasons]: FailureMeaning } = {
  throttled: { outcome: 'not-done', actor: 'approver', again: 'in-a-minute' },
  unreachable: { outcome: 'not-done', actor: 'approver', again: 'in-a-minute' },
  'no-answer': { outcome: 'not-done', actor: 'approver', again: 'now' },
  uncertain: { outcome: 'may-be-done', actor: 'approver', again: 'now' },
  unexplained: { outcome: 'may-be-done', actor: 'approver', again: 'now' },
  contradicted: { outcome: 'not-done', actor: 'operator', again: 'now' },
  'look-forbidden': { outcome: 'may-be-done', actor: 'operator', again: 'once-fixed' },
  capped: { outcome: 'not-done', actor: 'approver', again: 'in-an-hour' },
  forbidden: { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  credentials: { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'pool-missing': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'not-enabled': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'bad-parameter': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'function-failed': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'not-allowed': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  expired: { outcome: 'not-done', actor: 'approver', again: 'now' },
  withdrawn: { outcome: 'not-done', actor: 'any-approver', again: 'now' },
  changed: { outcome: 'not-done', actor: 'operator', again: 'now' },
  'facts-changed': { outcome: 'not-done', actor: 'approver', again: 'now' },
  'too-few': { outcome: 'not-done', actor: 'any-approver', again: 'now' },
  'unheard-of': { outcome: 'not-done', actor: 'operator', again: 'now' },
  'role-forbidden': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'role-lacks': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'role-region': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'role-credentials': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'role-refused': { outcome: 'not-done', actor: 'operator', again: 'once-fixed' },
  'role-session': { outcome: 'not-done', actor: 'operator', again: 'now' },
  'role-throttled': { outcome: 'not-done', actor: 'approver', again: 'in-a-minute' },
  'role-no-answer': { outcome: 'not-done', actor: 'approver', again: 'in-a-minute' },
}
