// Start problems: everything definite that an operator has to fix before the bot can start.
import type { ChannelProblem } from './channel.ts'
import type { FailureReason } from './failure.ts'
import type { Refusal } from './may-decide.ts'
import type { Pool } from './pool.ts'

/** Why the bot can't start. Something out of reach is not a problem: the start retries. */
export type StartProblem =
  | { readonly kind: 'store-taken'; readonly path: string }
  /** The file has more than one name. */
  | { readonly kind: 'store-linked'; readonly path: string }
  | { readonly kind: 'store-on-network'; readonly path: string; readonly fileSystem: string }
  /** `reason` is the system's or SQLite's own code. */
  | { readonly kind: 'store-unusable'; readonly path: string; readonly reason: string }
  /** `name` is the database's, with its host, or the file's path. */
  | { readonly kind: 'database-unusable'; readonly name: string; readonly problem: DatabaseProblem }
  /** `error` is Slack's own code. */
  | { readonly kind: 'bot-token'; readonly error: string }
  | { readonly kind: 'app-token' }
  /** The server of HTTP mode, or that for health checks, can't listen there. `reason` is the system's own code. */
  | {
      readonly kind: 'no-listening'
      readonly variable: 'PORT' | 'OBSERVE_PORT'
      readonly host: string
      readonly port: number
      readonly reason: string
    }
  | { readonly kind: 'scopes'; readonly missing: readonly string[] }
  /** `name` is that of AWS's exception. */
  | { readonly kind: 'credentials'; readonly name: string }
  /** There are no credentials, and `AWS_PROFILE` names no profile. */
  | { readonly kind: 'profile-missing' }
  | PoolProblem

/** Why a database server can't be used as configured. */
export type DatabaseProblem =
  /** The user, the password, or this machine's address. `code` is the server's own. */
  | { readonly kind: 'not-let-in'; readonly code: string }
  | { readonly kind: 'no-such-database' }
  | { readonly kind: 'no-tls' }
  /** `code` is the TLS library's. */
  | { readonly kind: 'certificate'; readonly code: string }
  /** A certificate or key. `code` is the system's. */
  | { readonly kind: 'unreadable-file'; readonly path: string; readonly code: string }
  | { readonly kind: 'too-old'; readonly version: string }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'no-tables-allowed' }
  /** `table` is named like one of the store's, with its schema, but `owner` is a role as which `user` may not act. */
  | {
      readonly kind: 'others-tables'
      readonly table: string
      readonly owner: string
      readonly user: string
    }
  | TablesProblem

/** Why this version can't use the store's tables. Nothing was changed. */
export type TablesProblem =
  /** A newer version has used them. */
  | { readonly kind: 'newer' }
  /** `reason` is what the database said. */
  | { readonly kind: 'not-brought-up-to-date'; readonly reason: string }

/** Why AWS refuses to list a pool's users, if that is due to the set-up. */
export type ListProblem = Extract<FailureReason, { kind: 'forbidden' | 'credentials' | 'pool-missing' }>

/** Whether this keeps the bot from starting: a problem of one pool in Slack does not, as long as another pool can run. */
export function endsStart(problems: readonly StartProblem[], pools: readonly Pool[]): boolean {
  const ofPools = problems.filter(isOfOnePool)
  return ofPools.length < problems.length || poolsOff(ofPools, pools).size === pools.length
}

/** The pools for which no card can be posted, or nobody could approve. */
export function poolsOff(problems: readonly SlackPoolProblem[], pools: readonly Pool[]): ReadonlySet<Pool> {
  return new Set(
    pools.filter((pool) => {
      const theirs = problems.filter((problem) => problem.pool.id === pool.id)
      return theirs.some(turnsOff) || (pool.approvers.users.length === 0 && lacksGroups(pool, theirs))
    }),
  )
}

/** Of several groups or users, one that can't approve leaves the others. */
function turnsOff({ kind }: SlackPoolProblem): boolean {
  return isOfChannel(kind) || kind === 'nobody-approves' || kind === 'approver-cannot-decide'
}

function lacksGroups({ approvers }: Pool, problems: readonly SlackPoolProblem[]): boolean {
  if (problems.some(({ kind }) => kind === 'no-user-groups')) return true
  const without = new Set(problems.flatMap((problem) => ('group' in problem ? [problem.group] : [])))
  return without.size > 0 && approvers.groups.every((group) => without.has(group))
}

/** Whether it is about the pool's channel, not about its approvers. */
export function isOfChannel(kind: StartProblem['kind']): boolean {
  return (
    kind === 'channel-unknown' ||
    kind === 'channel-archived' ||
    kind === 'bot-not-in-channel' ||
    kind === 'channel-shared'
  )
}

export function isOfOnePool(problem: StartProblem): problem is SlackPoolProblem {
  return 'pool' in problem && problem.kind !== 'pool-missing' && problem.kind !== 'list-forbidden'
}

/** What a pool's channel is told. `lines` say what is wrong, as an operator reads it at the start. */
export interface ApproversMissing {
  readonly pool: Pool
  readonly lines: readonly string[]
  /** `off` if nobody can approve, so that no cards are posted; `unseen` if no approver is in the channel; `fixed` if all is well again. */
  readonly state: 'off' | 'nobody' | 'some' | 'unseen' | 'fixed'
}

/** What is wrong with one pool's channel or approvers. */
export type SlackPoolProblem = Exclude<PoolProblem, { kind: 'pool-missing' | 'list-forbidden' }>

/** What is wrong with one pool's settings. */
export type PoolProblem = { readonly pool: Pool } & (
  | { readonly kind: 'pool-missing' }
  | { readonly kind: 'list-forbidden'; readonly action: string }
  /** `botName` is what people type after an @ to mention the bot. */
  | { readonly kind: 'channel-unknown'; readonly botName: string }
  | (ChannelProblem & { readonly botName: string })
  /** The workspace's plan does not include any. */
  | { readonly kind: 'no-user-groups' }
  | { readonly kind: 'group-unknown'; readonly group: string }
  | { readonly kind: 'group-disabled'; readonly group: string }
  /** The handle named the group `from` before. */
  | { readonly kind: 'group-changed'; readonly group: string; readonly from: string; readonly to: string }
  /** Others can still approve. */
  | { readonly kind: 'group-empty'; readonly group: string }
  | {
      readonly kind: 'approver-cannot-decide'
      readonly userId: string
      readonly because: Refusal | 'unknown'
    }
  /** `members` is how many people are in the groups; none of them may decide. */
  | { readonly kind: 'nobody-approves'; readonly members: number }
  /** None of those who may approve is in the pool's channel. */
  | { readonly kind: 'nobody-in-channel' }
)
