// What people and the world did, written down as it happens, to judge the bot's words by.

/** What Cognito says about a user from a moment on. */
export type UserState = 'waiting' | 'confirmed' | 'disabled' | 'gone' | 'other'

/** A person's click, command, form or denial, or their look at the next page of a list. */
export interface Deed {
  readonly envelopeId: string
  readonly user: string
  readonly at: number
  readonly what: 'click' | 'command' | 'form' | 'denial' | 'approval' | 'look'
  /** The button's value, the typed text, or the form's id. */
  readonly said: string
  /** In a list form: the places whose boxes they saw ticked when they submitted it. */
  readonly chosen?: readonly number[]
  /** In a list form: what they decided. */
  readonly decides?: 'approve' | 'deny'
}

export interface UserHistory {
  readonly sub: string
  readonly poolId: string
  readonly userName: string
  readonly email: string
  /** Oldest first, without those that an AdminConfirmSignUp or an AdminDisableUser caused. */
  readonly states: { readonly at: number; readonly state: UserState }[]
}

/** From when until when a person could approve in a pool; `until` is null if they still can. */
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
  /** How many answers from Slack were lost or processes killed: so often something may have been told twice. */
  excuses: number
}

export function createDeeds(): Deeds {
  return { deeds: [], users: new Map(), approvers: [], excuses: 0 }
}

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
