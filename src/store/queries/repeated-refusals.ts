// The same refusal to the same person, again: told once in a while.
import type { Click, ClickEnd } from '../../domain/click.ts'
import { refusalPause } from '../../domain/deadlines.ts'
import { isAboutSignUp } from '../../domain/may-decide.ts'
import type { Tx } from '../transaction.ts'
import type { StoredRound } from './rounds.ts'

/** Whoever clicks all the time has many clicks; one that ended earlier than this was told long ago. In milliseconds. */
const longAgo = 5 * 60_000

/** One answer tells an end that several approvals of one form have in common. */
async function isRepeatedInBulk(tx: Tx, bulkId: string, end: ClickEnd): Promise<boolean> {
  const told = await tx
    .selectFrom('clicks')
    .select('id')
    .where('bulk_id', '=', bulkId)
    .where('outcome', '=', JSON.stringify(end))
    .where('teller', '=', 'private-answer')
    .limit(1)
    .executeTakeFirst()
  return told !== undefined
}

/**
 * Whether this person was told the same less than 30 s ago, or is still to be told it. The same is: for the same reason, about
 * the same pool, and about the same round if the reason lies in the sign-up. Also the same is what another approval of the same
 * form ended as.
 */
export async function isRepeatedRefusal(
  tx: Tx,
  now: number,
  click: Click,
  end: ClickEnd,
  stored: StoredRound | null,
): Promise<boolean> {
  if (click.bulkId !== null && (await isRepeatedInBulk(tx, click.bulkId, end))) return true
  if (end.kind !== 'refused') return false
  const refusals = tx
    .selectFrom('clicks')
    .leftJoin('rounds', 'rounds.id', 'clicks.round_id')
    .select('clicks.id')
    .where('clicks.user_id', '=', click.by.userId)
    .where('clicks.ended_at', '>', now - longAgo)
    .where('clicks.outcome', '=', JSON.stringify(end))
    .where('clicks.teller', '=', 'private-answer')
    .where((row) =>
      row.or([row('clicks.told_at', 'is', null), row('clicks.told_at', '>', now - refusalPause)]),
    )
    .limit(1)
  const poolId = stored?.signUp.poolId ?? null
  const alike = isAboutSignUp(end.because)
    ? refusals.where('rounds.id', '=', stored?.round.id ?? '')
    : poolId === null
      ? refusals.where('rounds.pool_id', 'is', null)
      : refusals.where('rounds.pool_id', '=', poolId)
  return (await alike.executeTakeFirst()) !== undefined
}
