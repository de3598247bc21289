// Everything that can be definitely wrong at the start, for an operator to fix.
import type { ChannelProblem } from './channel.ts'
import type { FailureReason } from './failure.ts'
import type { Refusal } from './may-decide.ts'
import type { Pool } from './pool.ts'

/** Why the bot can't start. That something is out of reach is none of these. */
export type StartProblem =
  | { readonly kind: 'store-taken'; readonly path: string }
  /** `reason` is the system's or SQLite's own code. */
  | { readonly kind: 'store-unusable'; readonly path: string; readonly reason: string }
  /** `name` is the database's, with its host, or the file's path. */
  | { readonly kind: 'database-unusable'; readonly name: string; readonly problem: DatabaseProblem }
  /** `error` is Slack's own word. */
  | { readonly kind: 'bot-token'; readonly error: string }
  | { readonly kind: 'app-token' }
  | { readonly kind: 'scopes'; readonly missing: readonly string[] }
  /** `name` is AWS's own. */
  | { readonly kind: 'credentials'; readonly name: string }
  | PoolProblem

/** Why a database server's answer can't be what was meant. */
export type DatabaseProblem =
  /** The user, the password, or where from. `code` is the server's own. */
  | { readonly kind: 'not-let-in'; readonly code: string }
  | { readonly kind: 'no-such-database' }
  | { readonly kind: 'no-tls' }
  /** `code` is that of the TLS library. */
  | { readonly kind: 'certificate'; readonly code: string }
  /** Of the certificates and keys: `code` is the system's. */
  | { readonly kind: 'unreadable-file'; readonly path: string; readonly code: string }
  | { readonly kind: 'too-old'; readonly version: string }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'no-tables-allowed' }
  | TablesProblem

/** Why the store's tables can't be what this Countersign needs. Nothing was changed. */
export type TablesProblem =
  /** A newer Countersign has worked there. */
  | { readonly kind: 'newer' }
  /** `reason` is what the database said. */
  | { readonly kind: 'not-brought-up-to-date'; readonly reason: string }

/** What is wrong with the set-up where AWS refuses to list a pool's users. */
export type ListProblem = Extract<FailureReason, { kind: 'forbidden' | 'credentials' | 'pool-missing' }>

/** What is wrong with one pool's settings. */
export type PoolProblem = { readonly pool: Pool } & (
  | { readonly kind: 'pool-missing' }
  | { readonly kind: 'list-forbidden'; readonly action: string }
  /** `botName` is what people type after an @ to mention the bot. */
  | { readonly kind: 'channel-unknown'; readonly botName: string }
  | (ChannelProblem & { readonly botName: string })
  /** The workspace's plan has none. */
  | { readonly kind: 'no-user-groups' }
  | { readonly kind: 'group-unknown'; readonly group: string }
  | { readonly kind: 'group-disabled'; readonly group: string }
  | {
      readonly kind: 'approver-cannot-decide'
      readonly userId: string
      readonly because: Refusal | 'unknown'
    }
  /** `members` is how many people the groups have, none of whom may decide. */
  | { readonly kind: 'nobody-approves'; readonly members: number }
)
