// What the flows need of Cognito.
import type { ConfirmAnswer, LookUp } from './attempt.ts'
import type { PoolUser } from './sign-up.ts'

export interface UserPage {
  readonly users: readonly PoolUser[]
  /** Entries of this page that made no sense; they are logged, and nothing may be concluded from their absence. */
  readonly unreadable: number
  readonly nextToken: string | null
}

export interface UserPools {
  /** One page of the users who may be waiting. Throws where Cognito gives no usable answer. */
  listUnconfirmed(
    poolId: string,
    pageToken: string | null,
    urgency: 'click' | 'background',
  ): Promise<UserPage>
  /** Users of whom this attribute has exactly this value, whatever their status. Throws as `listUnconfirmed` does. */
  find(
    poolId: string,
    attribute: 'sub' | 'username' | 'email',
    value: string,
    urgency: 'click' | 'background',
  ): Promise<readonly PoolUser[]>
  /** One call of `AdminConfirmSignUp`, not started after `startBefore`. */
  confirm(call: {
    readonly poolId: string
    readonly sub: string
    readonly clientMetadata: Readonly<Record<string, string>>
    readonly startBefore: Date
    /** Somebody waits for this one, or it is one of many. */
    readonly urgency: 'click' | 'background'
  }): Promise<ConfirmAnswer>
  /** One call of `AdminGetUser`: it makes the user a billable monthly active user, so never in discovery. */
  lookUp(call: {
    readonly poolId: string
    readonly sub: string
    readonly urgency: 'click' | 'background'
    /** The call is over by then, answered or not. */
    readonly deadline?: Date
  }): Promise<LookUp>
}
