// What a call that decides rejects with, if it could not be made in the approver's name.
import type { RoleProblem } from '../domain/approver-role.ts'

/** A call was not made in an approver's name, and not at all. The cause is what AWS said. */
export class NotInTheirName extends Error {
  override readonly name = 'NotInTheirName'
  readonly problem: RoleProblem

  constructor(problem: RoleProblem, cause: unknown) {
    super(`No call in the approver's name: ${problem.kind}`, { cause })
    this.problem = problem
  }
}
