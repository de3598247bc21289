// What commands read: the users they may mean, and who is waiting.

import type { CardEntry } from '../../domain/card-entry.ts'
import { clickEndFormat } from '../../domain/click.ts'
import { type CommandAnswer, listPage } from '../../domain/command.ts'
import type { Person } from '../../domain/person.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { selectClicks } from './clicks.ts'
import { readLatestRound, readRound, readWaitingRounds } from './rounds.ts'

/** The part of the store that commands work with. */
export function commandLedger({ transact }: StoreParts) {
  return {
    /** The latest rounds of those sign-ups that the store knows. */
    latest: (signUps: readonly { readonly poolId: string; readonly sub: string }[]) =>
      transact(async (tx): Promise<readonly CardEntry[]> => {
        const rounds = await Promise.all(signUps.map(({ poolId, sub }) => readLatestRound(tx, poolId, sub)))
        return rounds.filter((round) => round !== null)
      }),

    /** The answer to this click, if it was this person's command. */
    answerTo: (clickId: string, by: Person) =>
      transact(async (tx): Promise<CommandAnswer | null> => {
        const row = await selectClicks(tx)
          .where('clicks.id', '=', clickId)
          .where('clicks.user_id', '=', by.userId)
          .executeTakeFirst()
        if (row === undefined || row.outcome === null) return null
        const end = clickEndFormat.parse(JSON.parse(row.outcome))
        return end.kind === 'answered' ? end.answer : null
      }),

    /** The page of those who wait in these pools that follows this round; null if the round is unknown. */
    pageAfter: (poolIds: readonly string[], roundId: string) =>
      transact(async (tx) => {
        const last = await readRound(tx, roundId)
        if (last === null) return null
        const offset = await countWaiting(tx, poolIds, last)
        return { offset, ...(await readListed(tx, { kind: 'list', poolIds, offset })) }
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
  // Without pools, the list in the query would be empty, which PostgreSQL rejects.
  if (answer.kind !== 'list' || answer.poolIds.length === 0) return nothingListed
  const listed = await readWaitingRounds(tx, answer.poolIds, { offset: answer.offset, limit: listPage })
  return { listed, total: await countWaiting(tx, answer.poolIds) }
}

/** How many wait in these pools, only up to and including this round if one is given. */
async function countWaiting(tx: Tx, poolIds: readonly string[], last?: CardEntry): Promise<number> {
  const all = tx
    .selectFrom('rounds')
    .innerJoin('sign_ups', 'sign_ups.id', 'rounds.sign_up_id')
    .select((row) => row.fn.countAll().as('count'))
    .where('rounds.kind', 'in', ['waiting', 'claimed'])
    .where('sign_ups.pool_id', 'in', [...poolIds])
  const signedUpAt = last?.signUp.signedUpAt.getTime() ?? 0
  const counted =
    last === undefined
      ? all
      : all.where((row) =>
          row.or([
            row('sign_ups.signed_up_at', '<', signedUpAt),
            row('sign_ups.signed_up_at', '=', signedUpAt).and('rounds.id', '<=', last.round.id),
          ]),
        )
  const { count } = await counted.executeTakeFirstOrThrow()
  return Number(count)
}
