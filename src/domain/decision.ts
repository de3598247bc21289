// What an approver decides about a sign-up, and why they deny it.
import { z } from 'zod'
import { personFormat } from './person.ts'

export const decisionFormat = z.enum(['approve', 'deny'])

export type Decision = z.infer<typeof decisionFormat>

/** What a denial does to the account, as its pool's `on_deny` says. */
export const onDenyFormat = z.enum(['disable', 'keep'])

export type OnDeny = z.infer<typeof onDenyFormat>

/** Who denied, and why. `reason` is one of the pool's; `note` is what they added in their own words. */
export const denialFormat = z
  .object({ by: personFormat, reason: z.string(), note: z.string().nullable() })
  .readonly()

export type Denial = z.infer<typeof denialFormat>

/** The longest note, in UTF-16 units. */
export const longestNote = 500

/** The longest reason: what Slack accepts in a menu. */
export const longestReason = 75

/** The most reasons that Slack accepts in a menu. */
export const mostReasons = 100

/** For a pool that names none. */
export const usualReasons: readonly string[] = [
  'We don’t know this person',
  'Not entitled to access',
  'Duplicate sign-up',
  'Spam or a bot',
  'Other',
]
