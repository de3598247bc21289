// Forgetting: deletes what was settled long ago, a sign-up with everything about it.
import { sql } from 'kysely'
import type { StoreParts, Tx } from '../transaction.ts'

/** How many rows one transaction reads or deletes, so that no click waits long for it. */
const batch = 100

/** The part of the store that forgets. */
export function retentionLedger({ transact }: StoreParts) {
  return {
    oldSignUps: (retention: number, after: string) =>
      transact((tx, now) =>
        selectOld(tx, now - retention)
          .where('sign_ups.id', '>', after)
          .orderBy('sign_ups.id')
          .limit(batch)
          .execute(),
      ),

    forget: (signUpIds: readonly string[], retention: number) =>
      transact(async (tx, now) => {
        if (signUpIds.length === 0) return 0
        const old = await selectOld(tx, now - retention)
          .where('sign_ups.id', 'in', [...signUpIds])
          .execute()
        if (old.length > 0)
          await forgetSignUps(
            tx,
            old.map(({ id }) => id),
          )
        return old.length
      }),

    forgetRemnants: (retention: number) =>
      transact(async (tx, now) => {
        const clicks = await tx
          .deleteFrom('clicks')
          .where('id', 'in', (row) =>
            row
              .selectFrom('clicks')
              .select('clicks.id')
              .where('clicks.ended_at', '<', now - retention)
              .where(({ not, exists, selectFrom }) =>
                not(
                  exists(
                    selectFrom('rounds').select('rounds.id').whereRef('rounds.id', '=', 'clicks.round_id'),
                  ),
                ),
              )
              .limit(batch),
          )
          .executeTakeFirst()
        const events = await tx
          .deleteFrom('audit_events')
          .where('id', 'in', (row) =>
            row
              .selectFrom('audit_events')
              .select('audit_events.id')
              .where('audit_events.at', '<', now - retention)
              .where(({ not, exists, selectFrom }) =>
                not(
                  exists(
                    selectFrom('rounds')
                      .select('rounds.id')
                      .whereRef('rounds.id', '=', 'audit_events.round_id'),
                  ),
                ),
              )
              .limit(batch),
          )
          .executeTakeFirst()
        return Number(clicks.numDeletedRows + events.numDeletedRows)
      }),
  }
}

/**
 * Sign-ups without a round that waits, is claimed, or was settled since, and without a click that has yet to end. Those that
 * another sign-up imitates are kept, because decisions about the imitation depend on them.
 */
function selectOld(tx: Tx, before: number) {
  return tx
    .selectFrom('sign_ups')
    .select(['sign_ups.id', 'sign_ups.pool_id as poolId', 'sign_ups.sub'])
    .where('sign_ups.is_imitation', '=', 0)
    .where('sign_ups.id', 'in', (row) =>
      row
        .selectFrom('rounds')
        .select('rounds.sign_up_id')
        .where('rounds.kind', '=', 'settled')
        .where('rounds.changed_at', '<', before),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('rounds')
            .select(sql.lit(1).as('one'))
            .whereRef('rounds.sign_up_id', '=', 'sign_ups.id')
            .where((round) =>
              round.or([round('rounds.kind', '<>', 'settled'), round('rounds.changed_at', '>=', before)]),
            ),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('clicks')
            .innerJoin('rounds', 'rounds.id', 'clicks.round_id')
            .select(sql.lit(1).as('one'))
            .whereRef('rounds.sign_up_id', '=', 'sign_ups.id')
            .where('clicks.ended_at', 'is', null),
        ),
      ),
    )
}

/** Their clicks and audit events become remnants, which are forgotten at their own age. */
async function forgetSignUps(tx: Tx, ids: readonly string[]): Promise<void> {
  const rounds = tx
    .selectFrom('rounds')
    .select('id')
    .where('sign_up_id', 'in', [...ids])
  const shown = await tx
    .deleteFrom('message_rounds')
    .where('round_id', 'in', rounds)
    .returning('message_id')
    .execute()
  const messages = [...new Set(shown.map((row) => row.message_id))]
  if (messages.length > 0) {
    await tx
      .deleteFrom('messages')
      .where('id', 'in', messages)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('message_rounds')
              .select('message_rounds.round_id')
              .whereRef('message_rounds.message_id', '=', 'messages.id'),
          ),
        ),
      )
      .execute()
    await tx
      .deleteFrom('bulk_approvals')
      .where('message_id', 'in', messages)
      .where('message_id', 'not in', (row) => row.selectFrom('messages').select('messages.id'))
      .execute()
  }
  for (const table of ['attempts', 'rounds'] as const)
    await tx
      .deleteFrom(table)
      .where('sign_up_id', 'in', [...ids])
      .execute()
  await tx
    .deleteFrom('sign_ups')
    .where('id', 'in', [...ids])
    .execute()
}
