// What is untold, and what a dead process left behind.

import type { CardEntry } from '../../domain/card-entry.ts'
import { clickEndFormat, tellerFormat } from '../../domain/click.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { chunksOf, readAll, rowsRead } from './chunks.ts'
import { type ClickRow, selectClicks, storedClick } from './clicks.ts'
import { nothingListed, readListed } from './commands.ts'
import { isWordDue, readPrivateWord } from './private-words.ts'
import { readRound } from './rounds.ts'

/** How long Slack accepts posts to a `response_url`, in milliseconds. */
const responseUrlLife = 30 * 60_000

/** How many are read at once; the next turn reads the next ones. */
const batch = 100

/** How many of them one transaction reads: each may need a list of those who wait. */
const listsRead = 5

/** How many clicks one transaction reads together with their rounds. */
const roundsRead = 100

/** The part of the store that telling works with. */
export function tellingLedger({ transact }: StoreParts) {
  return {
    /** Ended clicks whose end is still untold, or that need a private word, or only this one, each with what its answer lists. */
    untold: async (clickId?: string) => {
      const ids = clickId === undefined ? await transact(findUntold) : [clickId]
      const read = []
      for (const some of chunksOf(ids, listsRead))
        read.push(await transact((tx, now) => readUntold(tx, now, some)))
      return read.flat()
    },

    /** Whoever was told the end of a single click privately needs no private word any more. */
    noteTold: (clickId: string) =>
      transact(async (tx, now) => {
        const told = tx.updateTable('clicks').where('id', '=', clickId)
        await told.set({ private_word: 'told' }).where(isWordDue).where('bulk_id', 'is', null).execute()
        await told.set({ told_at: now, response_url: null }).where('told_at', 'is', null).execute()
      }),

    noteWordTold: (clickId: string) =>
      transact(async (tx) => {
        await tx
          .updateTable('clicks')
          .set({ private_word: 'told', response_url: null })
          .where('id', '=', clickId)
          .where(isWordDue)
          .execute()
      }),
  }
}

/** The part of the store that resuming works with. */
export function recoveryLedger({ transact }: StoreParts) {
  return {
    /** Clicks without an end, oldest first, and whether they hold a claim, even one that others may take over. */
    unended: async () => {
      const read = await readAll<Unended>(
        (last, limit) => transact((tx, now) => readUnended(tx, now, last?.click.id ?? '', limit)),
        roundsRead,
      )
      return read.toSorted((one, other) => one.click.at.getTime() - other.click.at.getTime())
    },

    /** Forgets response_urls that are no longer valid. */
    forgetResponseUrls: async () => {
      for (let forgotten = rowsRead; forgotten === rowsRead; ) forgotten = await transact(forgetSomeUrls)
    },
  }
}

/** The ends that have waited longest to be told, and the private words. */
async function findUntold(tx: Tx): Promise<readonly string[]> {
  const oldest = tx.selectFrom('clicks').select('id').orderBy('ended_at').limit(batch)
  const untold = await oldest.where('ended_at', 'is not', null).where('told_at', 'is', null).execute()
  const words = await oldest.where(isWordDue).where('told_at', 'is not', null).execute()
  return [...untold, ...words].map(({ id }) => id)
}

async function readUntold(tx: Tx, now: number, ids: readonly string[]) {
  const rows = await selectClicks(tx)
    .where('clicks.id', 'in', [...ids])
    .where('clicks.ended_at', 'is not', null)
    .where((row) => row.or([row('clicks.told_at', 'is', null), isWordDue]))
    .orderBy('clicks.ended_at')
    .execute()
  const read = []
  for (const row of rows) read.push(await readUntoldClick(tx, now, row))
  return read
}

type Unended = Awaited<ReturnType<typeof readUnended>>[number]

async function readUnended(tx: Tx, now: number, last: string, limit: number) {
  const rows = await selectClicks(tx)
    .where('clicks.ended_at', 'is', null)
    .where('clicks.id', '>', last)
    .orderBy('clicks.id')
    .limit(limit)
    .execute()
  const read = []
  for (const row of rows) {
    const state = (await roundOf(tx, row))?.round.state
    const holdsClaim = state?.kind === 'claimed' && state.claim.clickId === row.id
    const isLeaseOver = holdsClaim && state.claim.until.getTime() <= now
    read.push({ click: storedClick(row), holdsClaim, isLeaseOver, ageMs: now - row.clicked_at })
  }
  return read
}

/** Returns how many, in the words of the index that holds just these. */
async function forgetSomeUrls(tx: Tx, now: number): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('clicks')
    .set({ response_url: null })
    .where('id', 'in', (from) =>
      from
        .selectFrom('clicks')
        .select('clicks.id')
        .where('clicks.response_url', 'is not', null)
        .where('clicks.clicked_at', '<', now - responseUrlLife)
        .limit(rowsRead),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

async function readUntoldClick(tx: Tx, now: number, row: ClickRow) {
  const end = clickEndFormat.parse(JSON.parse(row.outcome ?? 'null'))
  const listed = end.kind === 'answered' ? await readListed(tx, end.answer) : nothingListed
  return {
    click: storedClick(row),
    end,
    teller: tellerFormat.parse(row.teller),
    entry: await roundOf(tx, row),
    word: await readPrivateWord(tx, row),
    ...listed,
    endedMsAgo: now - (row.ended_at ?? now),
  }
}

async function roundOf(tx: Tx, { round_id: roundId }: ClickRow): Promise<CardEntry | null> {
  return roundId === null ? null : readRound(tx, roundId)
}
