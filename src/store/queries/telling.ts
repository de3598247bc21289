// What is untold, and what a dead process left behind.

import type { CardEntry } from '../../domain/card-entry.ts'
import { clickEndFormat, tellerFormat } from '../../domain/click.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { type ClickRow, selectClicks, storedClick } from './clicks.ts'
import { nothingListed, readListed } from './commands.ts'
import { readRound } from './rounds.ts'

/** How long Slack accepts posts to a `response_url`, in milliseconds. */
const responseUrlLife = 30 * 60_000

/** How many are read at once; the next turn reads the next ones. */
const batch = 100

/** The part of the store that telling works with. */
export function tellingLedger({ transact }: StoreParts) {
  return {
    /** Ended clicks whose end is still untold, or only this one, each with what its answer lists. */
    untold: (clickId?: string) =>
      transact(async (tx, now) => {
        const all = selectClicks(tx)
          .where('clicks.ended_at', 'is not', null)
          .where('clicks.told_at', 'is', null)
          .orderBy('clicks.ended_at')
          .limit(batch)
        const rows = await (clickId === undefined ? all : all.where('clicks.id', '=', clickId)).execute()
        return Promise.all(rows.map((row) => readUntold(tx, now, row)))
      }),

    noteTold: (clickId: string) =>
      transact(async (tx, now) => {
        await tx
          .updateTable('clicks')
          .set({ told_at: now, response_url: null })
          .where('id', '=', clickId)
          .where('told_at', 'is', null)
          .execute()
      }),
  }
}

/** The part of the store that resuming works with. */
export function recoveryLedger({ transact }: StoreParts) {
  return {
    /** Clicks without an end, oldest first, and whether they hold a claim, even one that others may take over. */
    unended: () =>
      transact(async (tx, now) => {
        const rows = await selectClicks(tx)
          .where('clicks.ended_at', 'is', null)
          .orderBy('clicks.clicked_at')
          .execute()
        return Promise.all(
          rows.map(async (row) => {
            const state = (await roundOf(tx, row))?.round.state
            const holdsClaim = state?.kind === 'claimed' && state.claim.clickId === row.id
            const isLeaseOver = holdsClaim && state.claim.until.getTime() <= now
            return { click: storedClick(row), holdsClaim, isLeaseOver, ageMs: now - row.clicked_at }
          }),
        )
      }),

    /** Forgets response_urls that are no longer valid. */
    forgetResponseUrls: () =>
      transact(async (tx, now) => {
        await tx
          .updateTable('clicks')
          .set({ response_url: null })
          .where('response_url', 'is not', null)
          .where('clicked_at', '<', now - responseUrlLife)
          .execute()
      }),
  }
}

async function readUntold(tx: Tx, now: number, row: ClickRow) {
  const end = clickEndFormat.parse(JSON.parse(row.outcome ?? 'null'))
  const listed = end.kind === 'answered' ? await readListed(tx, end.answer) : nothingListed
  return {
    click: storedClick(row),
    end,
    teller: tellerFormat.parse(row.teller),
    entry: await roundOf(tx, row),
    ...listed,
    endedMsAgo: now - (row.ended_at ?? now),
  }
}

async function roundOf(tx: Tx, { round_id: roundId }: ClickRow): Promise<CardEntry | null> {
  return roundId === null ? null : readRound(tx, roundId)
}
