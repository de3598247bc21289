// The next round of a sign-up whose last one is settled, and what becomes of that one.
import { confirmationIn, type KnownRound } from '../../domain/round.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { auditObservation } from './audit.ts'
import { followEnding } from './change-steps.ts'
import { openNext } from './next-rounds.ts'
import { changeRound, readRound, type StoredRound } from './rounds.ts'

/** The part of the store that reopening works with. */
export function reopeningLedger({ transact, newId }: StoreParts) {
  return {
    /** Of a round that calls its user confirmed, `disprove` starts the next one. */
    reopen: (known: KnownRound) =>
      transact(async (tx, now) => {
        const stored = await readLatestSettled(tx, known)
        if (stored === null || stored.said !== null) return false
        await openSeen(tx, now, stored, newId)
        return true
      }),

    disprove: (known: KnownRound, isEnabled: boolean, awsRequestId: string | null) =>
      transact(async (tx, now) => {
        const stored = await readLatestSettled(tx, known)
        if (stored === null) return false
        const event = { kind: 'disprove', now: new Date(now), isEnabled } as const
        const changed = await changeRound(tx, now, stored.round, event)
        if (changed?.state.kind !== 'settled') return false
        await auditObservation(tx, { id: newId(), at: now, awsRequestId }, stored, changed.state.ending)
        await followEnding(tx, { now, newId }, stored, changed.state.ending, [])
        if (isEnabled) await openSeen(tx, now, stored, newId)
        return true
      }),
  }
}

/** Null unless the round is still at this version, settled, and its sign-up's latest. `said` is its confirmation, if any. */
async function readLatestSettled(tx: Tx, known: KnownRound) {
  const stored = await readRound(tx, known.roundId)
  if (stored === null || stored.round.version !== known.version || stored.round.state.kind !== 'settled')
    return null
  if (stored.round.isFollowed === true) return null
  return { ...stored, said: confirmationIn(stored.round.state.ending) }
}

async function openSeen(tx: Tx, now: number, stored: StoredRound, newId: () => string): Promise<void> {
  await openNext(tx, now, stored, { id: newId(), origin: null })
  await auditObservation(tx, { id: newId(), at: now, awsRequestId: null }, stored, { kind: 'waiting-again' })
}
