// Which posts mention a user group: at most one in a channel in 15 minutes, and of reminders at most one a day.
import type { CardEntry } from '../../domain/card-entry.ts'
import { type ReadRows, showsWaiting } from '../../domain/card-view.ts'
import { mentionPause } from '../../domain/deadlines.ts'
import { isUndecided, reminderMentionPause } from '../../domain/reminder.ts'
import type { Tx } from '../transaction.ts'

/** The user group that a pool's new cards mention, by its id. */
export type Mentions = ReadonlyMap<string, string>

interface Posting extends Pick<ReadRows, 'messageId' | 'poolId' | 'shown'> {
  readonly channel: string
  readonly attemptId: string
}

/** Writes down that this attempt mentions its pool's group, and returns it; null if it mentions nobody. */
export async function beginMention(
  tx: Tx,
  now: number,
  mentions: Mentions,
  { messageId, poolId, shown, channel, attemptId }: Posting,
): Promise<string | null> {
  if (!showsWaiting(shown) || (await hasMentioned(tx, now, channel))) return null
  const pools = shown.kind === 'digest' ? shown.digest.pools.map((pool) => pool.poolId) : [poolId]
  const group =
    shown.kind === 'reminder'
      ? await groupToRemind(tx, now, channel, groupsOf(shown.named.filter(isUndecided), mentions))
      : pools.flatMap((pool) => mentions.get(pool) ?? [])[0]
  if (group === undefined) return null
  await tx
    .updateTable('messages')
    .set({ mentioned_group: group, mentioned_by: attemptId, mentioned_at: now })
    .where('id', '=', messageId)
    .execute()
  return group
}

/** Of the pools' groups, that of whoever has waited longest comes first. */
function groupsOf(entries: readonly CardEntry[], mentions: Mentions): readonly string[] {
  const groups = entries.map(({ signUp }) => mentions.get(signUp.poolId))
  return [...new Set(groups.filter((group) => group !== undefined))]
}

/** The first of these that no reminder in the channel has mentioned lately. */
async function groupToRemind(
  tx: Tx,
  now: number,
  channel: string,
  groups: readonly string[],
): Promise<string | undefined> {
  const rows = await tx
    .selectFrom('messages')
    .select('mentioned_group')
    .where('channel', '=', channel)
    .where('mentioned_at', 'is not', null)
    .where('mentioned_at', '>', now - reminderMentionPause)
    .where('shows', '=', 'reminder')
    .execute()
  return groups.find((group) => !rows.some((row) => row.mentioned_group === group))
}

async function hasMentioned(tx: Tx, now: number, channel: string): Promise<boolean> {
  const row = await tx
    .selectFrom('messages')
    .select('id')
    .where('channel', '=', channel)
    .where('mentioned_at', 'is not', null)
    .where('mentioned_at', '>', now - mentionPause)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Slack answered that it did not post what this attempt sent, so nobody was mentioned. */
export async function endMention(tx: Tx, messageId: string, attemptId: string): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ mentioned_group: null, mentioned_by: null, mentioned_at: null })
    .where('id', '=', messageId)
    .where('mentioned_by', '=', attemptId)
    .execute()
}
