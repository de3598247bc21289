// Why somebody was allowed to decide, how they asked, and what they were shown: kept with what they did.
import { z } from 'zod'
import { never } from '../shared/never.ts'
import type { Click } from './click.ts'
import type { Pool } from './pool.ts'
import type { SignUp } from './sign-up.ts'
import { shownAttributes } from './sign-up.ts'
import { storedDate } from './stored-date.ts'

/** Where a pool names an approver: in its list of users, or by one of its groups, as configured and by its id. */
const throughFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('users') }),
  z.object({
    kind: z.literal('group'),
    group: z.string(),
    id: z.string(),
    /** When its members were read. */
    readAt: storedDate,
  }),
])

export type Through = z.infer<typeof throughFormat>

/** What a verdict that somebody may decide rests on. `name` is what Slack calls them at that time; null if nothing. */
export interface Grounds {
  readonly through: Through
  readonly name: string | null
}

export const entitlementFormat = z
  .object({
    through: throughFormat,
    asked: z.enum(['button', 'command', 'form']),
    /** What is about people, and would have to be forgotten with them. */
    personal: z
      .object({
        name: z.string().nullable(),
        /** The sign-up as it was shown: its user name, and its attributes by Cognito's names. */
        userName: z.string(),
        shown: z.record(z.string(), z.string()).readonly(),
      })
      .readonly(),
  })
  .readonly()

export type Entitlement = z.infer<typeof entitlementFormat>

export function entitlementFor(
  click: Click,
  signUp: SignUp,
  pool: Pool,
  { through, name }: Grounds,
): Entitlement {
  const personal = { name, userName: signUp.userName, shown: shownAttributes(pool, signUp) }
  return { through, asked: howAsked(click), personal }
}

function howAsked({ request, bulkId }: Click): Entitlement['asked'] {
  switch (request.kind) {
    case 'command':
      return 'command'
    case 'deny':
      return 'form'
    case 'approve':
      return bulkId === null && request.isByForm !== true ? 'button' : 'form'
    case 'open-form':
    case 'open-approval':
    case 'open-denial':
    case 'withdraw':
    case 'look-into':
    case 'stop-looking':
    case 'reopen':
    case 'undo':
    case 'let-in':
    case 'try-again':
      return 'button'
    default:
      return never(request)
  }
}
