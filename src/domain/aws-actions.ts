// The one table of IAM actions: what Countersign calls in AWS, by the feature that needs it. Policies, the docs and the doctor
// are held against it.
import { never } from '../shared/never.ts'
import type { Pool } from './pool.ts'

/** One action, named as in a policy: for an SDK call, its service and the command's name without `Command`. */
export interface AwsAction {
  readonly action: string
  /** What a policy allows it on: each user pool, the approver role, the principals that are asked about, or nothing narrower than `*`. */
  readonly on: 'pool' | 'approver-role' | 'principals' | 'everything'
  /** Whether it changes nothing, so that asking shows whether it is allowed. */
  readonly isRead: boolean
}

const onPool = (call: string): AwsAction => ({ action: `cognito-idp:${call}`, on: 'pool', isRead: true })

const toBeApprover = (action: string): AwsAction => ({ action, on: 'approver-role', isRead: false })

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
  /** `approver_role`: what changes a user is called in sessions of that role. */
  'approver-role': [toBeApprover('sts:AssumeRole'), toBeApprover('sts:SetSourceIdentity')],
  /** `npm run doctor`: optional, and the bot itself never calls them. */
  doctor: [
    onPool('DescribeUserPool'),
    onPool('ListUserPoolClients'),
    onPool('DescribeUserPoolClient'),
    onPool('ListIdentityProviders'),
    onPool('ListGroups'),
    { action: 'iam:SimulatePrincipalPolicy', on: 'principals', isRead: true },
    // AWS allows it to everybody.
    { action: 'sts:GetCallerIdentity', on: 'everything', isRead: true },
  ],
} as const satisfies Readonly<Record<string, readonly AwsAction[]>>

export type AwsFeature = keyof typeof awsActions

/** All features, in the order in which a policy names them. The doctor's is the last, and optional. */
const awsFeatures: readonly AwsFeature[] = [
  'confirm',
  'disable',
  'sign-out',
  'groups',
  'approver-role',
  'doctor',
]

/** What a pool's settings need of AWS, without the doctor. */
export function featuresOf(pool: Pool): readonly AwsFeature[] {
  return awsFeatures.filter((feature) => needs(pool, feature))
}

/** What Countersign's own role or user needs for a pool with these settings. */
export function ownActionsOf(pool: Pool): readonly AwsAction[] {
  return all(pool).filter((action) => !isApprovers(pool, action))
}

/** What the pool's approver role needs; nothing if there is none. */
export function approverActionsOf(pool: Pool): readonly AwsAction[] {
  return all(pool).filter((action) => isApprovers(pool, action))
}

function all(pool: Pool): readonly AwsAction[] {
  return featuresOf(pool).flatMap((feature): readonly AwsAction[] => awsActions[feature])
}

function isApprovers({ approverRole }: Pool, { on, isRead }: AwsAction): boolean {
  return approverRole !== null && on === 'pool' && !isRead
}

function needs({ onDeny, undoWindow, after, approverRole }: Pool, feature: AwsFeature): boolean {
  switch (feature) {
    case 'confirm':
      return true
    case 'disable':
      return onDeny === 'disable' || undoWindow > 0
    case 'sign-out':
      return undoWindow > 0
    case 'groups':
      return after.groups.length > 0
    case 'approver-role':
      return approverRole !== null
    case 'doctor':
      return false
    default:
      return never(feature)
  }
}
