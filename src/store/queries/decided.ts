// What the team decided about a sign-up last, copied to its row, so that an index finds it by the address that it claims.
import { decisionIn } from '../../domain/evidence.ts'
import type { Ending } from '../../domain/round.ts'
import type { Schema } from '../schema.ts'
import { type Given, statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/** In the transaction that settles the round, or disproves it. */
export async function noteDecision(tx: Tx, roundId: string, ending: Ending): Promise<void> {
  const decision = decisionIn(ending)
  if (decision === 'unchanged') return
  await setDecided(tx, { roundId, ...decidedColumns(decision) })
}

interface Decided extends Pick<Schema['sign_ups'], 'decided' | 'decided_at' | 'decided_reason'> {
  readonly roundId: string
}

const setDecided = statement((tx, given: Given<Decided>) =>
  tx
    .updateTable('sign_ups')
    .set({
      decided: given('decided'),
      decided_at: given('decided_at'),
      decided_reason: given('decided_reason'),
    })
    .where('id', '=', (from) =>
      from.selectFrom('rounds').select('sign_up_id').where('rounds.id', '=', given('roundId')),
    ),
)

/** The columns for a decision. */
export function decidedColumns(decision: Exclude<ReturnType<typeof decisionIn>, 'unchanged'>) {
  if (decision === 'none') return { decided: null, decided_at: null, decided_reason: null }
  const { outcome, at, reason } = decision
  return { decided: outcome, decided_at: at.getTime(), decided_reason: reason }
}
