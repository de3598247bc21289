// The one table of IAM actions: what Countersign calls in AWS, by the feature that needs it. Policies, the docs and the doctor
// are held against it.
import { never } from '../shared/never.ts'
import type { Pool } from './pool.ts'

/** One action, named as in a policy: for an SDK call, its service and the command's name without `Command`. */
export interface AwsAction {
  readonly action: string
  /** What a policy allows it on: each user pool; the principal that Countersign runs as; or nothing narrower than `*`. */
  readonly on: 'pool' | 'itself' | 'everything'
  /** Whether it changes nothing, so that asking shows whether it is allowed. */
  readonly isRead: boolean
}

const onPool = (call: string): AwsAction => ({ action: `cognito-idp:${call}`, on: 'pool', isRead: true })

const changing = (call: string): AwsAction => ({ ...onPool(call), isRead: false })

/** A feature's actions stand once: one that two features need is the first's, and the other lists the rest. */
export const awsActions = {
  /** Every pool: finds who waits, looks at one of them, confirms. */
  confirm: [onPool('ListUsers'), onPool('AdminGetUser'), changing('AdminConfirmSignUp')],
  /** `on_deny: disable` or an `undo_window`, and the ways back from both. */
  disable: [changing('AdminDisableUser'), changing('AdminEnableUser')],
  /** An `undo_window`. */
  'sign-out': [changing('AdminUserGlobalSignOut')],
  /** `after.groups`. */
  groups: [changing('AdminAddUserToGroup')],
  /** `npm run doctor`: optional, and the bot itself never calls them. */
  doctor: [
    onPool('DescribeUserPool'),
    onPool('ListUserPoolClients'),
    onPool('DescribeUserPoolClient'),
    onPool('ListIdentityProviders'),
    onPool('ListGroups'),
    { action: 'iam:SimulatePrincipalPolicy', on: 'itself', isRead: true },
    // AWS allows it to everybody.
    { action: 'sts:GetCallerIdentity', on: 'everything', isRead: true },
  ],
} as const satisfies Readonly<Record<string, readonly AwsAction[]>>

export type AwsFeature = keyof typeof awsActions

/** All features, in the order in which a policy names them. The doctor's is the last, and optional. */
export const awsFeatures: readonly AwsFeature[] = ['confirm', 'disable', 'sign-out', 'groups', 'doctor']

/** What a pool's settings need of AWS, without the doctor. */
export function featuresOf(pool: Pool): readonly AwsFeature[] {
  return awsFeatures.filter((feature) => needs(pool, feature))
}

/** All actions that the bot needs on a pool with these settings. */
export function actionsOf(pool: Pool): readonly AwsAction[] {
  return featuresOf(pool).flatMap((feature): readonly AwsAction[] => awsActions[feature])
}

function needs({ onDeny, undoWindow, after }: Pool, feature: AwsFeature): boolean {
  switch (feature) {
    case 'confirm':
      return true
    case 'disable':
      return onDeny === 'disable' || undoWindow > 0
    case 'sign-out':
      return undoWindow > 0
    case 'groups':
      return after.groups.length > 0
    case 'doctor':
      return false
    default:
      return never(feature)
  }
}
