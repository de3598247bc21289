// What a message shows, read from its rows.
import type { BulkApproval } from '../../domain/bulk-approval.ts'
import type { ReadRows, Shown } from '../../domain/card-view.ts'
import { clickEndFormat } from '../../domain/click.ts'
import type { Tx } from '../transaction.ts'
import { readHeldBack } from './held-back.ts'
import type { StoredMessage } from './messages.ts'
import { readRound, readShownRounds } from './rounds.ts'

/** What a message shows at this moment. */
export async function readShown(
  tx: Tx,
  { id: messageId, poolId, shows, version, isPlain }: StoredMessage,
): Promise<ReadRows> {
  if (shows === 'held-back') {
    const heldBack = await readHeldBack(tx, poolId)
    return { messageId, poolId, version, shown: { kind: 'held-back', heldBack } }
  }
  const entries = await readShownRounds(tx, messageId)
  const bulks = await readBulks(tx, messageId)
  return { messageId, poolId, version, shown: { kind: 'cards', entries, bulks, isPlain } }
}

/** A notice without any sign-up left. */
export function isOver(shown: Shown): boolean {
  return shown.kind === 'held-back' && shown.heldBack.count === 0
}

/** The most bulk approvals that a message has room for. */
const mostBulks = 3

async function readBulks(tx: Tx, messageId: string): Promise<readonly BulkApproval[]> {
  const rows = await tx
    .selectFrom('bulk_approvals')
    .select(['id', 'user_id as userId', 'team_id as teamId'])
    .where('message_id', '=', messageId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostBulks)
    .execute()
  const bulks: BulkApproval[] = []
  for (const { id, userId, teamId } of rows.toReversed()) {
    const clicks = await tx
      .selectFrom('clicks')
      .select(['round_id', 'outcome'])
      .where('bulk_id', '=', id)
      .orderBy('id')
      .execute()
    const ended = []
    for (const { round_id: roundId, outcome } of clicks) {
      if (outcome === null) continue
      const stored = roundId === null ? null : await readRound(tx, roundId)
      ended.push({ signUp: stored?.signUp ?? null, end: clickEndFormat.parse(JSON.parse(outcome)) })
    }
    bulks.push({ id, by: { userId, teamId }, asked: clicks.length, ended })
  }
  return bulks
}
