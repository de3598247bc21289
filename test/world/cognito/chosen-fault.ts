// How the next confirmation fails, or what follows it, as a visitor has chosen.
import { z } from 'zod'
import type { Input } from './answer.ts'

export type ChosenFault =
  | 'throttled'
  | 'deleted'
  | 'function-failed'
  | 'access-denied'
  | 'lost-answer'
  /** Of adding the user to a group, which follows the confirmation. */
  | 'group-denied'

/** Keeps the choice until a confirmation uses it up. */
export function createFaultChoice() {
  let next: ChosenFault | null = null
  /** For each user name, the approval whose calls are all throttled. */
  const throttled = new Map<string, string>()
  /** The user names of those who are not added to their group at first. */
  const denied = new Set<string>()

  return {
    get next(): ChosenFault | null {
      return next
    },
    choose(fault: ChosenFault | null): void {
      next = fault
    },
    /** The fault for this call. Throttling lasts while the same approval is retried. */
    take(operation: string, input: Input): ChosenFault | undefined {
      const { Username, ClientMetadata } = confirmation.parse(input)
      if (operation === 'AdminAddUserToGroup') return denied.delete(Username) ? 'group-denied' : undefined
      if (operation !== 'AdminConfirmSignUp') return undefined
      const approval = ClientMetadata?.approvalId
      if (approval !== undefined && throttled.get(Username) === approval) return 'throttled'

      throttled.delete(Username)
      const fault = next ?? undefined
      next = null
      if (fault === 'group-denied') {
        denied.add(Username)
        return undefined
      }
      if (fault === 'throttled' && approval !== undefined) throttled.set(Username, approval)
      return fault
    },
  }
}

const confirmation = z.object({
  Username: z.string().catch(''),
  ClientMetadata: z
    .object({ approvalId: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
