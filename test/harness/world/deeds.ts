// What people and the world did, written down as it happens: what the bot's words are held against.

/** What Cognito would say of a user from a moment on. */
export type UserState = 'waiting' | 'confirmed' | 'disabled' | 'gone' | 'other'

/** A click, a command or a form of a person, or that they looked at the next page of a list. */
export interface Deed {
  readonly envelopeId: string
  readonly user: string
  readonly at: number
  readonly what: 'click' | 'command' | 'form' | 'look'
  /** The button's value, what was typed, or which form it is. */
  readonly said: string
}

export interface UserHistory {
  readonly sub: string
  readonly poolId: string
  readonly userName: string
  readonly email: string
  /** Oldest first. Those that an AdminConfirmSignUp brought about are not among them. */
  readonly states: { readonly at: number; readonly state: UserState }[]
}

/** From when until when somebody could approve in a pool; `until` null where they still can. */
export interface Approving {
  readonly user: string
  readonly poolId: string
  readonly from: number
  until: number | null
}

export interface Deeds {
  readonly deeds: Deed[]
  readonly users: Map<string, UserHistory>
  readonly approvers: Approving[]
  /** How many answers of Slack were lost, or processes killed: so often something may have been told twice. */
  excuses: number
}

export function createDeeds(): Deeds {
  return { deeds: [], users: new Map(), approvers: [], excuses: 0 }
}

/** Writes down who can approve where from now on. */
export function noteApprovers(
  { approvers }: Deeds,
  at: number,
  now: readonly { readonly user: string; readonly poolId: string }[],
): void {
  const isNow = (one: Approving) => now.some(({ user, poolId }) => user === one.user && poolId === one.poolId)
  for (const one of approvers) if (one.until === null && !isNow(one)) one.until = at
  for (const { user, poolId } of now) {
    const isKnown = approvers.some((one) => one.until === null && one.user === user && one.poolId === poolId)
    if (!isKnown) approvers.push({ user, poolId, from: at, until: null })
  }
}
