// The ways back from a settled round. Each opens the sign-up's next round, which says where it comes from.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import { type Decision, deniedFormat } from './decision.ts'
import { failureReasonFormat } from './failure.ts'
import { personFormat } from './person.ts'
import { type ClickRequest, decisionOf } from './request.ts'
import { storedDate } from './stored-date.ts'

const askedBy = { by: personFormat, at: storedDate }

/** Nobody decided about a sign-up for as long as its pool lets one wait, which it has done since then. */
export const lapsedFormat = z
  .object({ kind: z.literal('lapsed'), at: storedDate, since: storedDate })
  .readonly()

export type Lapsed = z.infer<typeof lapsedFormat>

/** Who asked for a round, and what they want to take back. A sign-up that is to be let in again waits for approvals. */
export const originFormat = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('reopen'), ...askedBy, denied: deniedFormat }),
    /** A lapsed sign-up is to wait again. */
    z.object({ kind: z.literal('resume'), ...askedBy, lapsed: lapsedFormat }),
    z.object({
      kind: z.literal('undo'),
      ...askedBy,
      /** The approval; null if nobody's was known. */
      approved: z.object(askedBy).nullable(),
      /** The user was disabled before, and is only to be signed out. */
      isDisabled: z.boolean(),
      /** Until when it may be undone; null if that was not asked. */
      until: storedDate.nullable(),
    }),
    z.object({
      kind: z.literal('let-in'),
      ...askedBy,
      /** What disabled the user. */
      before: z.object({ kind: z.enum(['undone', 'denied']), ...askedBy }),
    }),
  ])
  .readonly()

export type Origin = z.infer<typeof originFormat>

/** Denied or lapsed, a sign-up is reopened in the same way. */
export type Way = Exclude<Origin['kind'], 'resume'>

/** A way back that did not go through. It can be tried again, in yet another round. */
export const notDoneFormat = z.object({
  kind: z.literal('not-done'),
  decision: z.enum(['reopen', 'undo']),
  ...askedBy,
  reason: failureReasonFormat,
  /** AWS's. */
  requestId: z.string().nullable(),
})

/** An approval that was undone. */
export const undoneFormat = z
  .object({
    kind: z.literal('undone'),
    ...askedBy,
    /** `probable` if the call got no answer and a later look showed the user disabled; `before` if they were disabled already. */
    disabled: z.enum(['answered', 'probable', 'before']),
    /** Why the user was not signed out; null if they were. */
    signOutFailure: failureReasonFormat.nullable(),
  })
  .readonly()

export type Undone = z.infer<typeof undoneFormat>

/** The way back that a request asks for; null if it decides a round that is open. */
export function wayOf({ kind }: ClickRequest): Way | null {
  switch (kind) {
    case 'reopen':
    case 'undo':
    case 'let-in':
      return kind
    case 'approve':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'deny':
    case 'command':
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
    case 'try-again':
      return null
    default:
      return never(kind)
  }
}

/** The call with which a way back begins; null if it needs none. */
export function callOf({ kind }: Origin): 'disable' | 'enable' | null {
  if (kind === 'resume') return null
  return kind === 'undo' ? 'disable' : 'enable'
}

/** What a click decides about a round of this origin; null if it only opens a form. */
export function decisionMade(request: ClickRequest, origin: Origin | null | undefined): Decision | null {
  const decision = decisionOf(request)
  return decision === 'approve' && origin?.kind === 'let-in' ? 'let-in' : decision
}

/** What a click takes back; null if it decides a round like any other. */
export function takenBackBy(request: ClickRequest, origin: Origin | null | undefined): Origin | null {
  return wayOf(request) !== null || origin?.kind === 'let-in' ? (origin ?? null) : null
}
