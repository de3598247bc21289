// What commands read: the users they may mean, and who is waiting.

import type { CardEntry } from '../../domain/card-entry.ts'
import { clickEndFormat } from '../../domain/click.ts'
import { type CommandAnswer, listPage } from '../../domain/command.ts'
import { fold } from '../../domain/fold.ts'
import { isLapsed } from '../../domain/offers.ts'
import type { Person } from '../../domain/person.ts'
import type { PoolRead } from '../../domain/pool-read.ts'
import type { HistoryPage } from '../../domain/sign-up-history.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { selectClicks, storedClick } from './clicks.ts'
import { countLapsedRounds, readLapsedRounds } from './lapsed-rounds.ts'
import { readHistory } from './look.ts'
import { readPoolReads } from './pool-reads.ts'
import { readLatestRound, readRound } from './rounds.ts'
import {
  countWaitingRounds,
  type RoundPlace,
  readWaitingRounds,
  readWaitingRoundsBack,
} from './waiting-rounds.ts'

/** The part of the store that commands work with. */
export function commandLedger({ transact }: StoreParts) {
  return {
    /** The latest rounds of those sign-ups that the store knows: at most a page of Cognito's list at once. */
    latest: async (signUps: readonly SignUpKey[]): Promise<readonly CardEntry[]> => {
      const all: CardEntry[] = []
      for (let start = 0; start < signUps.length; start += chunk)
        all.push(...(await transact((tx) => readLatest(tx, signUps.slice(start, start + chunk)))))
      return all
    },

    /** The latest rounds of sign-ups with this user name, whatever its case. */
    named: (poolId: string, userName: string) =>
      transact(async (tx): Promise<readonly CardEntry[]> => {
        const signUps = await tx
          .selectFrom('sign_ups')
          .select(['pool_id as poolId', 'sub'])
          .where('pool_id', '=', poolId)
          .where('folded_name', '=', fold(userName))
          .orderBy('signed_up_at', 'desc')
          .limit(listPage)
          .execute()
        return readLatest(tx, signUps)
      }),

    /** Some of those who wait in a pool, the newest first, that signed up before this one. */
    waitingBefore: (poolId: string, before: CardEntry | null, limit: number) =>
      transact(
        (tx): Promise<readonly CardEntry[]> =>
          readWaitingRoundsBack(tx, poolId, { before: before === null ? null : placeOf(before), limit }),
      ),

    /** The answer to this click and who asked for it; null if it has no answer. */
    answerTo: (clickId: string) =>
      transact(async (tx): Promise<{ readonly by: Person; readonly answer: CommandAnswer } | null> => {
        const row = await selectClicks(tx).where('clicks.id', '=', clickId).executeTakeFirst()
        if (row === undefined || row.outcome === null) return null
        const end = clickEndFormat.parse(JSON.parse(row.outcome))
        return end.kind === 'answered' ? { by: storedClick(row).by, answer: end.answer } : null
      }),

    /** The page of those who wait in these pools that follows this round; null if the round is unknown. */
    pageAfter: (poolIds: readonly string[], roundId: string) =>
      transact(async (tx) => {
        const last = await readRound(tx, roundId)
        if (last === null) return null
        const offset = await countUpTo(tx, poolIds, last)
        return { offset, ...(await readList(tx, poolIds, last)) }
      }),
  }
}

interface SignUpKey {
  readonly poolId: string
  readonly sub: string
}

/** How many rounds one transaction reads, so that no click waits long for it. */
const chunk = 50

async function readLatest(tx: Tx, signUps: readonly SignUpKey[]): Promise<readonly CardEntry[]> {
  const rounds = await Promise.all(signUps.map(({ poolId, sub }) => readLatestRound(tx, poolId, sub)))
  return rounds.filter((round) => round !== null)
}

export interface Listed {
  readonly listed: readonly CardEntry[]
  readonly total: number
  /** How many of them have lapsed; left out if none has. */
  readonly lapsed?: number
  /** What is known of the reading of those pools that it lists. */
  readonly reads: readonly PoolRead[]
  /** Of the one that is listed; left out if it was not asked for. */
  readonly history?: HistoryPage
}

export const nothingListed: Listed = { listed: [], total: 0, reads: [] }

/** The rounds that an answer shows, as they are now. */
export async function readListed(tx: Tx, answer: CommandAnswer): Promise<Listed> {
  switch (answer.kind) {
    case 'list':
      return readList(tx, answer.poolIds, null)
    case 'candidates':
    case 'decided':
      return readChosen(tx, answer.roundIds, [])
    case 'not-waiting':
      return readChosen(tx, answer.roundIds ?? [], [])
    case 'history':
      return readPast(tx, answer.roundId)
    case 'nearest':
      return readChosen(tx, answer.roundIds, answer.poolIds)
    default:
      return nothingListed
  }
}

async function readPast(tx: Tx, roundId: string): Promise<Listed> {
  const named = await readRound(tx, roundId)
  if (named === null) return nothingListed
  const latest = (await readLatestRound(tx, named.signUp.poolId, named.signUp.sub)) ?? named
  return { listed: [latest], total: 1, reads: [], history: await readHistory(tx, latest, null) }
}

async function readChosen(tx: Tx, ids: readonly string[], poolIds: readonly string[]): Promise<Listed> {
  const rounds = await Promise.all(ids.slice(0, listPage).map((id) => readRound(tx, id)))
  const listed = rounds.filter((round) => round !== null)
  return { listed, total: ids.length, reads: await readPoolReads(tx, poolIds) }
}

/** The next page of those who wait in these pools, longest first, and then of those who have lapsed. */
async function readList(tx: Tx, poolIds: readonly string[], last: CardEntry | null): Promise<Listed> {
  const after = last === null ? null : placeOf(last)
  const isAmongLapsed = last !== null && isLapsed(last.round)
  const waiting = isAmongLapsed ? [] : await readPage(tx, poolIds, readWaitingRounds, after)
  const lapsed = await readPage(tx, poolIds, readLapsedRounds, isAmongLapsed ? after : null)
  const counts = await Promise.all(poolIds.map((poolId) => countLapsedRounds(tx, poolId, null)))
  const allLapsed = counts.reduce((sum, count) => sum + count, 0)
  return {
    listed: [...waiting, ...lapsed].slice(0, listPage),
    total: (await countWaiting(tx, poolIds, null)) + allLapsed,
    ...(allLapsed > 0 && { lapsed: allLapsed }),
    reads: await readPoolReads(tx, poolIds),
  }
}

async function readPage(
  tx: Tx,
  poolIds: readonly string[],
  read: typeof readWaitingRounds,
  after: RoundPlace | null,
): Promise<readonly CardEntry[]> {
  const pages = await Promise.all(poolIds.map((poolId) => read(tx, poolId, { after, limit: listPage })))
  return pages.flat().toSorted(byPlace).slice(0, listPage)
}

/** How many of the list come before this one, which is one of them. */
async function countUpTo(tx: Tx, poolIds: readonly string[], last: CardEntry): Promise<number> {
  if (!isLapsed(last.round)) return countWaiting(tx, poolIds, last)
  const place = placeOf(last)
  const counts = await Promise.all(poolIds.map((poolId) => countLapsedRounds(tx, poolId, place)))
  return counts.reduce((sum, count) => sum + count, await countWaiting(tx, poolIds, null))
}

function byPlace(one: CardEntry, other: CardEntry): number {
  const [here, there] = [placeOf(one), placeOf(other)]
  return here.signedUpAt - there.signedUpAt || (here.id < there.id ? -1 : 1)
}

function placeOf({ signUp, round }: CardEntry): RoundPlace {
  return { id: round.id, signedUpAt: signUp.signedUpAt.getTime() }
}

/** How many wait in these pools; only up to and including this round, if given. */
async function countWaiting(tx: Tx, poolIds: readonly string[], last: CardEntry | null): Promise<number> {
  const place = last === null ? null : placeOf(last)
  const counts = await Promise.all(poolIds.map((poolId) => countWaitingRounds(tx, poolId, place)))
  return counts.reduce((sum, count) => sum + count, 0)
}
