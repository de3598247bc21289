// What a reminder and a daily digest show, read from their rows.
import type { Reminded } from '../../domain/card-view.ts'
import { daysFormat, type PoolDay } from '../../domain/daily-digest.ts'
import { reminderFactsFormat } from '../../domain/reminder.ts'
import type { Tx } from '../transaction.ts'
import { placeOf, readShowing } from './messages.ts'
import { readShownRounds } from './rounds.ts'

/** Whom a reminder names, as their rows are now, and how many more there were. */
export async function readReminded(
  tx: Tx,
  messageId: string,
): Promise<{ readonly named: readonly Reminded[]; readonly more: number }> {
  const { more } = reminderFactsFormat.parse(await readFacts(tx, messageId))
  const since = await readOpenings(tx, messageId)
  const named: Reminded[] = []
  for (const entry of await readShownRounds(tx, messageId)) {
    const { id } = entry.round
    const cards = (await readShowing(tx, id)).map(placeOf)
    const card = cards.find((place) => place !== null) ?? null
    named.push({ ...entry, since: new Date(since.get(id) ?? entry.signUp.signedUpAt), card })
  }
  return { named, more }
}

export async function readDays(tx: Tx, messageId: string): Promise<readonly PoolDay[]> {
  return daysFormat.parse(await readFacts(tx, messageId))
}

async function readFacts(tx: Tx, messageId: string): Promise<unknown> {
  const row = await tx
    .selectFrom('messages')
    .select('facts')
    .where('id', '=', messageId)
    .executeTakeFirstOrThrow()
  return JSON.parse(row.facts ?? 'null')
}

/** When the rounds that a message shows began to wait. */
async function readOpenings(tx: Tx, messageId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('message_rounds')
    .innerJoin('rounds', 'rounds.id', 'message_rounds.round_id')
    .select(['rounds.id', 'rounds.opened_at as openedAt'])
    .where('message_rounds.message_id', '=', messageId)
    .execute()
  return new Map(rows.map(({ id, openedAt }) => [id, openedAt]))
}
