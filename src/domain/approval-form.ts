// The form with which an approver approves one sign-up whom its card can't show in full.
import type { Pool } from './pool.ts'
import type { SignUp } from './sign-up.ts'

export interface ApprovalForm {
  /** The click that opens it; comes back with the submission. */
  readonly clickId: string
  readonly pool: Pool
  readonly signUp: SignUp
}
