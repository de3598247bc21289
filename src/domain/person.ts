// A person in Slack: the facts that deciding needs.
import { z } from 'zod'

/** A Slack member, by id. `teamId` is their home workspace (on Enterprise Grid an `E…` id). */
export const personFormat = z.object({ userId: z.string(), teamId: z.string() }).readonly()

export type Person = z.infer<typeof personFormat>

/** What Slack says about a member at this moment. */
export interface Profile {
  readonly userId: string
  /** What Slack calls them; null if Slack does not say. They can change it. */
  readonly displayName: string | null
  /** Their home workspace, and on Enterprise Grid every workspace they belong to; of a stranger they may be unknown. */
  readonly teamIds: readonly string[]
  readonly isGuest: boolean
  readonly isStranger: boolean
  readonly isDeactivated: boolean
  readonly isBot: boolean
  readonly email: string | null
  /** As they typed it. */
  readonly phone: string | null
}
