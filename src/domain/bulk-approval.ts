// Many approvals that one person asks for at once: the form that lists them, and how far they have got.
import type { ClickEnd } from './click.ts'
import type { Person } from './person.ts'
import type { Pool } from './pool.ts'
import type { SignUp } from './sign-up.ts'

/** The form with which an approver approves several sign-ups at once. */
export interface ApproveAllForm {
  /** The click that opens it; comes back with the submission. */
  readonly clickId: string
  readonly pool: Pool
  readonly entries: readonly { readonly signUp: SignUp }[]
  /** How many others wait in the message, for whom the form has no room; left out if there are none. */
  readonly leftOut?: number
}

/** Approvals that one person asked for at once, and those that have ended so far; without those that only they are told of. */
export interface BulkApproval {
  readonly id: string
  /** Null until it is known that this person may decide. */
  readonly by: Person | null
  readonly asked: number
  readonly ended: readonly BulkEnd[]
}

/** Whether some of them are still to be carried out, for somebody who may decide. */
export function isRunning({ by, asked, ended }: BulkApproval): boolean {
  return by !== null && ended.length < asked
}

/** How one of them ended. `signUp` is null if it was forgotten. */
export interface BulkEnd {
  readonly signUp: SignUp | null
  readonly end: ClickEnd
}
