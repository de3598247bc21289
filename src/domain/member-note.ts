// What the member of our workspace is told who has the address of somebody who was let in.
import type { Person } from './person.ts'

/** Nothing in it was typed by the stranger. */
export interface MemberNote {
  readonly poolName: string
  readonly letInBy: Person
}
