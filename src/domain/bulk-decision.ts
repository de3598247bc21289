// Many decisions that one person asks for at once, and how far they have got.
import type { ClickEnd } from './click.ts'
import type { ManyDecision } from './list-source.ts'
import type { Person } from './person.ts'
import type { SignUp } from './sign-up.ts'

/** Decisions that one person asked for at once, and those that have ended so far; without those that only they are told of. */
export interface BulkDecision {
  readonly id: string
  readonly decision: ManyDecision
  /** Null until it is known that this person may decide. */
  readonly by: Person | null
  readonly asked: number
  readonly ended: readonly BulkEnd[]
}

/** Whether some of them are still to be carried out, for somebody who may decide. */
export function isRunning({ by, asked, ended }: BulkDecision): boolean {
  return by !== null && ended.length < asked
}

/** How one of them ended. `signUp` is null if it was forgotten. */
export interface BulkEnd {
  readonly signUp: SignUp | null
  readonly end: ClickEnd
}
