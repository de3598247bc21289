// One page of a pool's list.
import type { PoolUser } from './sign-up.ts'

export interface UserPage {
  readonly users: readonly PoolUser[]
  /** Entries of this page that made no sense; they are logged, and nothing may be concluded from their absence. */
  readonly unreadable: number
  readonly nextToken: string | null
}
