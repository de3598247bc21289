// What commands read, and the one thing they write: which round a command has led to.
import type { CommandAnswer } from '../../domain/command.ts'
import { listPage } from '../../domain/command.ts'
import type { CommandLedger } from '../../domain/ledger.ts'
import type { CardEntry } from '../../domain/workspace.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { findClick, selectClicks } from './clicks.ts'
import { readLatestRound, readRound, readWaitingRounds } from './rounds.ts'
import { clickEndFormat } from './row-formats.ts'

/** The part of the store that commands work with. */
export function commandLedger({ transact }: StoreParts): CommandLedger {
  return {
    latest: (signUps) =>
      transact(async (tx) => {
        const rounds = await Promise.all(signUps.map(({ poolId, sub }) => readLatestRound(tx, poolId, sub)))
        return rounds.filter((round) => round !== null)
      }),

    resolve: (clickId, roundId) =>
      transact(async (tx) => {
        await tx
          .updateTable('clicks')
          .set({ round_id: roundId })
          .where('id', '=', clickId)
          .where('round_id', '=', '')
          .where('ended_at', 'is', null)
          .execute()
        const click = await findClick(tx, clickId)
        return click === null || click.hasEnded ? null : click
      }),

    answerTo: (clickId, by) =>
      transact(async (tx) => {
        const row = await selectClicks(tx)
          .where('clicks.id', '=', clickId)
          .where('clicks.user_id', '=', by.userId)
          .executeTakeFirst()
        if (row === undefined || row.outcome === null) return null
        const end = clickEndFormat.parse(JSON.parse(row.outcome))
        return end.kind === 'answered' ? end.answer : null
      }),
  }
}

export interface Listed {
  readonly listed: readonly CardEntry[]
  readonly total: number
}

export const nothingListed: Listed = { listed: [], total: 0 }

/** The rounds that an answer shows, as they are now. */
export async function readListed(tx: Tx, answer: CommandAnswer): Promise<Listed> {
  if (answer.kind === 'candidates') {
    const rounds = await Promise.all(answer.roundIds.slice(0, listPage).map((id) => readRound(tx, id)))
    return { listed: rounds.filter((round) => round !== null), total: answer.roundIds.length }
  }
  // None of the pools is watched any more: PostgreSQL knows no empty list.
  if (answer.kind !== 'list' || answer.poolIds.length === 0) return nothingListed
  const listed = await readWaitingRounds(tx, answer.poolIds, { offset: answer.offset, limit: listPage })
  return { listed, total: await countWaiting(tx, answer.poolIds) }
}

async function countWaiting(tx: Tx, poolIds: readonly string[]): Promise<number> {
  const { count } = await tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select((row) => row.fn.countAll().as('count'))
    .where('rounds.kind', 'in', ['waiting', 'claimed'])
    .where('sign_ups.pool_id', 'in', [...poolIds])
    .executeTakeFirstOrThrow()
  return Number(count)
}
