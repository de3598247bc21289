// Whether a round needs a card: the one place that changes it after the round was opened.
import { nextCard, type RoundCard, type RoundCardEvent, roundCardFormat } from '../../domain/round-card.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/** Applies the event to each of these rounds. */
export async function changeCards(tx: Tx, roundIds: readonly string[], event: RoundCardEvent): Promise<void> {
  if (roundIds.length === 0) return
  const [roundId = ''] = roundIds
  const rows =
    roundIds.length === 1
      ? (await cardOf(tx, { roundId })).rows
      : await selectCards(tx)
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

const cardOf = statement((tx, given: Given<{ roundId: string }>) =>
  selectCards(tx).where('id', '=', given('roundId')),
)

function selectCards(tx: Tx) {
  return tx.selectFrom('rounds').select(['id', 'card', 'kind'])
}

async function writeCards(tx: Tx, roundIds: readonly string[], card: RoundCard): Promise<void> {
  await tx
    .updateTable('rounds')
    .set({ card })
    .where('id', 'in', [...roundIds])
    .execute()
}
