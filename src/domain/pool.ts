// A user pool that Countersign watches, and who may decide about its sign-ups.
import { z } from 'zod'
import type { DailyDigest } from './daily-digest.ts'
import type { OnDeny } from './decision.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { Visibility } from './visibility.ts'

/** Who may decide: members of these Slack user groups (ids or @handles), and these Slack users (ids). */
export const approversFormat = z
  .object({ groups: z.array(z.string()).readonly(), users: z.array(z.string()).readonly() })
  .readonly()

type Approvers = z.infer<typeof approversFormat>

export interface AfterConfirmation {
  /** The groups of the pool that the user is added to, in this order. */
  readonly groups: readonly string[]
  /** Whoever has the user's address in our workspace is told that somebody with it was let in. */
  readonly tellsMember: boolean
  /** Nobody is said to be able to sign in before they are in all these groups. */
  readonly signInNeedsGroup: boolean
}

/** The most groups: each is a line on every card. */
export const mostGroups = 5

/** Nothing is done. */
export const nothingAfter: AfterConfirmation = { groups: [], tellsMember: false, signInNeedsGroup: false }

/** One Cognito user pool, the Slack channel its cards go to, and its rules. */
export interface Pool {
  /** Cognito's id, for example `us-east-1_AbCdEfGhI`. */
  readonly id: string
  readonly region: string
  /** The name that people read; the id if none is configured. */
  readonly name: string
  /** Slack channel id. */
  readonly channel: string
  readonly approvers: Approvers
  /** Whether approvers may decide whose Slack profile has no e-mail address to recognise their own sign-up by. */
  readonly allowsNoEmail: boolean
  /** The domains that most people of this pool have, in small letters and ASCII. Others are marked if they look like one. */
  readonly expectedDomains: readonly string[]
  /** How many people have to approve a sign-up: 1 to 5. */
  readonly requiredApprovals: number
  /** The user group that new cards mention, by id or @handle; null if none. */
  readonly mention: string | null
  /** If more sign-ups than these wait for a card, a digest stands for them; the lowest of a channel counts. */
  readonly rushAt: number
  /** What a denial does to the account. */
  readonly onDeny: OnDeny
  /** Reasons to deny a sign-up: at least one. */
  readonly denyReasons: readonly string[]
  /** What is done once a user is confirmed. */
  readonly after: AfterConfirmation
  /** How long an approval can be undone, in milliseconds; 0 if it can't be. */
  readonly undoWindow: number
  /** How long past the retention decisions are remembered, as keyed hashes, in milliseconds from the decision; null: not at all. */
  readonly memory: number | null
  /** How long a sign-up waits before its channel is reminded of it, in milliseconds; null: it never is. */
  readonly remindAfter: number | null
  /** How long a sign-up waits before it lapses, in milliseconds; null: it never does. */
  readonly lapseAfter: number | null
  /** When its channel gets no reminders, digests and mentions; null: at any time it may. */
  readonly quietHours: QuietHours | null
  /** When its channel is told what happened; null: it is not. */
  readonly dailyDigest: DailyDigest | null
  /** Names of attributes that a card shows besides e-mail, phone and name. */
  readonly attributes: readonly string[]
  /** How much its channel sees of its sign-ups. */
  readonly visibility: Visibility
  /** Whether a file describes it, and not the variables of the single pool. */
  readonly isFromFile: boolean
  /** The ARN of the role in which decisions are made in AWS, in a session of whoever decides; null: with the bot's own credentials. */
  readonly approverRole: string | null
  /** An operator's fixed entries of `ClientMetadata`. */
  readonly clientMetadata: Readonly<Record<string, string>>
}
