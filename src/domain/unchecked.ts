// Why it is unknown whether a person may decide.
import { z } from 'zod'

/** After `no-answer` it helps to press again; after all others somebody has to act first. */
export const uncheckedFormat = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-answer') }),
  /** Slack's answer lacks what deciding needs, such as a person's workspace. */
  z.object({ kind: z.literal('unreadable') }),
  /** `group` is as configured: an id or a @handle. */
  z.object({ kind: z.literal('group-unknown'), group: z.string() }),
  z.object({ kind: z.literal('group-disabled'), group: z.string() }),
  /** The handle names another group than at the start: anybody may have given it away. */
  z.object({ kind: z.literal('group-changed'), group: z.string(), from: z.string(), to: z.string() }),
  /** The workspace's plan has none any more. */
  z.object({ kind: z.literal('no-user-groups') }),
  /** `error` is Slack's own code. */
  z.object({ kind: z.literal('token'), error: z.string() }),
  z.object({ kind: z.literal('scopes') }),
])

export type Unchecked = Readonly<z.infer<typeof uncheckedFormat>>
