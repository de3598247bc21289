// One page of a pool's list.
import type { PoolUser } from './sign-up.ts'

export interface UserPage {
  readonly users: readonly PoolUser[]
  /** How many entries could not be read. If any, a user's absence from the list proves nothing. */
  readonly unreadable: number
  readonly nextToken: string | null
}
