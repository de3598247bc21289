// The ways back from a settled round. Each opens the sign-up's next round, which says where it comes from.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { type Decision, deniedFormat } from './decision.ts'
import { failureReasonFormat } from './failure.ts'
import { personFormat } from './person.ts'
import { type ClickRequest, decisionOf } from './request.ts'
import { storedDate } from './stored-date.ts'

const askedBy = { by: personFormat, at: storedDate }

/** Who asked for a round, and what they want to take back. */
export const originFormat = z
  .discriminatedUnion('kind', [z.object({ kind: z.literal('reopen'), ...askedBy, denied: deniedFormat })])
  .readonly()

export type Origin = z.infer<typeof originFormat>

export type Way = Origin['kind']

/** A way back that did not go through. It can be tried again, in yet another round. */
export const notDoneFormat = z.object({
  kind: z.literal('not-done'),
  decision: z.enum(['reopen']),
  ...askedBy,
  reason: failureReasonFormat,
  /** AWS's. */
  requestId: z.string().nullable(),
})

/** The way back that a request asks for; null if it decides a round that is open. */
export function wayOf({ kind }: ClickRequest): Way | null {
  switch (kind) {
    case 'reopen':
      return kind
    case 'approve':
    case 'deny':
    case 'command':
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
      return null
    default:
      return never(kind)
  }
}

/** What a click decides about a round of this origin; null if it only opens a form. */
export function decisionMade(request: ClickRequest): Decision | null {
  return decisionOf(request)
}
