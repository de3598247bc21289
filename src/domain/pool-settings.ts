// How a user pool is set up, as far as AWS says: what decides whether an approval means anything.
import type { FailureReason } from './failure.ts'

export interface PoolSettings {
  /** Null if AWS did not say. */
  readonly arn: string | null
  /** The attributes for which Cognito sends codes. */
  readonly autoVerified: readonly string[]
  /** Cognito refuses every sign-up. */
  readonly onlyAdminsCreate: boolean
  /** Whether the pool has such a function. */
  readonly hasPreSignUp: boolean
  readonly hasMigration: boolean
  readonly hasPostConfirmation: boolean
}

export interface AppClient {
  readonly id: string
  readonly name: string
  readonly hasSecret: boolean
  /** `COGNITO`, and the names of the identity providers through which people sign in. */
  readonly providers: readonly string[]
}

/** An answer of AWS's, or why there is none. */
export type AwsReply<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly reason: FailureReason }

/** What IAM says about an action. */
export type Decided = 'allowed' | 'denied' | 'unclear'

/** Whom AWS takes this process for. */
export interface AwsCaller {
  readonly account: string
  readonly arn: string
  /** Where the credentials come from, as the SDK marks it; null if it does not. */
  readonly source: string | null
}

/** The part of an ARN that says which of AWS's separate clouds it belongs to. */
function partitionOf(arn: string): string {
  return arn.split(':')[1] ?? 'aws'
}

/**
 * The ARN by which IAM knows the principal: of a role, not of its session. Null for the account's root user, whom no policy
 * restricts. A role's path is not in its session's ARN, so IAM may not know the result.
 */
export function principalOf(arn: string): string | null {
  const session = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.+$/.exec(arn)
  if (session !== null) return `arn:${session[1]}:iam::${session[2]}:role/${session[3]}`
  return isRoot(arn) ? null : arn
}

export function isRoot(arn: string): boolean {
  return /^arn:[\w-]+:iam::\d+:root$/.test(arn)
}

/** A user pool's ARN. */
export function poolArn(
  { id, region }: { readonly id: string; readonly region: string },
  { account, arn }: AwsCaller,
): string {
  return `arn:${partitionOf(arn)}:cognito-idp:${region}:${account}:userpool/${id}`
}
