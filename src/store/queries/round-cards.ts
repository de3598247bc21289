// Whether a round needs a card: the one place that changes it after the round was opened.
import { nextCard, type RoundCard, type RoundCardEvent, roundCardFormat } from '../../domain/round-card.ts'
import type { Tx } from '../transaction.ts'

/** Applies the event to each of these rounds. */
export async function changeCards(tx: Tx, roundIds: readonly string[], event: RoundCardEvent): Promise<void> {
  if (roundIds.length === 0) return
  const rows = await tx
    .selectFrom('rounds')
    .select(['id', 'card', 'kind'])
    .where('id', 'in', [...roundIds])
    .execute()
  const changing = rows
    .map((row) => ({ ...row, card: roundCardFormat.parse(row.card) }))
    .map((row) => ({ ...row, next: nextCard(row.card, event, row.kind === 'settled') }))
    .filter(({ card, next }) => card !== next)
  for (const next of new Set(changing.map((row) => row.next))) {
    const ids = changing.filter((row) => row.next === next).map(({ id }) => id)
    await writeCards(tx, ids, next)
  }
}

async function writeCards(tx: Tx, roundIds: readonly string[], card: RoundCard): Promise<void> {
  await tx
    .updateTable('rounds')
    .set({ card })
    .where('id', 'in', [...roundIds])
    .execute()
}
