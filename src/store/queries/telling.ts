// What is left to be told, and what a dead process left behind.
import type { RecoveryLedger, TellingLedger } from '../../domain/ledger.ts'
import type { StoreParts } from '../transaction.ts'
import { selectClicks, storedClick } from './clicks.ts'
import { nothingListed, readListed } from './commands.ts'
import { readRound } from './rounds.ts'
import { clickEndFormat } from './row-formats.ts'

/** How long Slack takes posts to a `response_url`, in milliseconds. */
const responseUrlLife = 30 * 60_000

/** How many are read at once: the next turn takes the next ones. */
const batch = 100

/** The part of the store that private answers are read from. */
export function tellingLedger({ transact }: StoreParts): TellingLedger {
  return {
    untold: (clickId) =>
      transact(async (tx, now) => {
        const all = selectClicks(tx)
          .where('clicks.ended_at', 'is not', null)
          .where('clicks.told_at', 'is', null)
          .orderBy('clicks.ended_at')
          .limit(batch)
        const rows = await (clickId === undefined ? all : all.where('clicks.id', '=', clickId)).execute()
        return Promise.all(
          rows.map(async (row) => {
            const end = clickEndFormat.parse(JSON.parse(row.outcome ?? 'null'))
            const entry = await readRound(tx, row.round_id)
            const listed = end.kind === 'answered' ? await readListed(tx, end.answer) : nothingListed
            return { click: storedClick(row), end, entry, ...listed, endedMsAgo: now - (row.ended_at ?? now) }
          }),
        )
      }),

    noteTold: (clickId) =>
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

/** The part of the store that shows what a dead process left behind. */
export function recoveryLedger({ transact }: StoreParts): Omit<RecoveryLedger, 'freeDrawers'> {
  return {
    unended: () =>
      transact(async (tx, now) => {
        const rows = await selectClicks(tx)
          .where('clicks.ended_at', 'is', null)
          .orderBy('clicks.clicked_at')
          .execute()
        return Promise.all(
          rows.map(async (row) => {
            const state = (await readRound(tx, row.round_id))?.round.state
            const holdsClaim = state?.kind === 'claimed' && state.claim.clickId === row.id
            const isLeaseOver = holdsClaim && state.claim.until.getTime() <= now
            return { click: storedClick(row), holdsClaim, isLeaseOver, ageMs: now - row.clicked_at }
          }),
        )
      }),

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
