// What an approver decides about a sign-up; why they deny it, and what became of that.
import { z } from 'zod'
import { personFormat } from './person.ts'
import { storedDate } from './stored-date.ts'

export const decisionFormat = z.enum(['approve', 'deny', 'reopen', 'undo', 'let-in'])

export type Decision = z.infer<typeof decisionFormat>

/** What a denial does to the account, as its pool's `on_deny` says. */
export const onDenyFormat = z.enum(['disable', 'keep'])

export type OnDeny = z.infer<typeof onDenyFormat>

/** What a denial does to one account: what the pool says, or nothing if it is disabled already. */
export const fateFormat = z.enum([...onDenyFormat.options, 'keep-disabled'])

export type Fate = z.infer<typeof fateFormat>

/** Who denied, and why. `reason` is one of the pool's; `note` is what they added in their own words. */
const denialFormat = z
  .object({ by: personFormat, reason: z.string(), note: z.string().nullable() })
  .readonly()

export type Denial = z.infer<typeof denialFormat>

/**
 * What became of the account. `probable` if the call got no answer and a later look showed the user disabled. `status` is
 * what Cognito's list showed after it; null if it did not show that they are disabled.
 */
const accountFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept') }),
  /** It had been disabled before, and they are not let in again. */
  z.object({ kind: z.literal('kept-disabled') }),
  z.object({
    kind: z.literal('disabled'),
    certainty: z.enum(['answered', 'probable']),
    status: z.string().nullable(),
  }),
])

export const deniedFormat = denialFormat
  .unwrap()
  .extend({ kind: z.literal('denied'), at: storedDate, account: accountFormat })
  .readonly()

export type Denied = z.infer<typeof deniedFormat>

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
