// What a message shows, read from its rows; and what was drawn of it, written down.
import type { BulkApproval } from '../../domain/bulk-approval.ts'
import { clickEndFormat } from '../../domain/click.ts'
import type { Shown } from '../../domain/workspace.ts'
import type { Tx } from '../transaction.ts'
import { readHeldBack } from './held-back.ts'
import { readRound, readShownRounds } from './rounds.ts'

/** What a message shows at this moment, and the version of what it tells besides its rounds. Throws where no row has this id. */
export async function readShown(
  tx: Tx,
  messageId: string,
): Promise<{ readonly poolId: string; readonly shown: Shown; readonly version: number }> {
  const message = await tx
    .selectFrom('messages')
    .select(['pool_id', 'kind', 'version'])
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  const { pool_id: poolId, version } = message
  if (message.kind === 'held-back')
    return { poolId, version, shown: { kind: 'held-back', heldBack: await readHeldBack(tx, poolId) } }
  const entries = await readShownRounds(tx, messageId)
  return { poolId, version, shown: { kind: 'cards', entries, bulks: await readBulks(tx, messageId) } }
}

/** As many as a message has room for. */
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

/** The message now shows this; where its rows are newer already, it stays behind. A notice that has nothing left to tell is over. */
export async function noteDrawn(
  tx: Tx,
  now: number,
  messageId: string,
  { shown, version }: { readonly shown: Shown; readonly version: number },
): Promise<void> {
  if (shown.kind === 'cards') {
    for (const { round } of shown.entries) {
      await tx
        .updateTable('message_rounds')
        .set({ drawn_version: round.version })
        .where('message_id', '=', messageId)
        .where('round_id', '=', round.id)
        .execute()
    }
  }
  const isOver = shown.kind === 'held-back' && shown.heldBack.count === 0
  await tx
    .updateTable('messages')
    .set({ drawn_version: version, is_behind: 0, ...(isOver ? { gone_at: now } : {}) })
    .where('id', '=', messageId)
    .execute()
  const isNewer = await selectBehind(tx).where('messages.id', '=', messageId).executeTakeFirst()
  if (isNewer !== undefined)
    await tx.updateTable('messages').set({ is_behind: 1 }).where('id', '=', messageId).execute()
}

/** Messages that show less than their rows. */
export function selectBehind(tx: Tx) {
  return tx
    .selectFrom('messages')
    .leftJoin('message_rounds', 'message_rounds.message_id', 'messages.id')
    .leftJoin('rounds', 'rounds.id', 'message_rounds.round_id')
    .select('messages.id')
    .distinct()
    .where('messages.ts', 'is not', null)
    .where('messages.gone_at', 'is', null)
    .where((row) =>
      row.or([
        row('messages.drawn_version', '<', row.ref('messages.version')),
        row('message_rounds.drawn_version', '<', row.ref('rounds.version')),
      ]),
    )
}
