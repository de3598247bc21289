// A sign-up's next round: opened because Cognito shows the user waiting again, or because somebody takes the last ending back.
import { type Followed, type Late, lateForNext } from '../../domain/claim.ts'
import type { Click } from '../../domain/click.ts'
import { originOfNext } from '../../domain/next-round.ts'
import type { Origin, Way } from '../../domain/way-back.ts'
import type { Tx } from '../transaction.ts'
import { noteWhoseTurn } from './change-steps.ts'
import { markImitations } from './imitations.ts'
import { touchShowing } from './message-versions.ts'
import { openRound, readLatestRound, readRound, type StoredRound } from './rounds.ts'

/** The messages that show the round before are drawn anew: they offer nothing any more. No step begins while it is open. */
export async function openNext(
  tx: Tx,
  now: number,
  { signUpId, signUp, round }: StoredRound,
  { id, origin }: { readonly id: string; readonly origin: Origin | null },
): Promise<void> {
  const number = round.number + 1
  await tx.updateTable('rounds').set({ lapsed_at: null }).where('id', '=', round.id).execute()
  await openRound(tx, now, { id, signUpId, signUp, number, isHeldBack: false, origin })
  await markImitations(tx, now, signUp)
  await touchShowing(tx, [round.id])
  await noteWhoseTurn(tx, signUpId, false)
}

/** What became of a click that goes back from a round: the next round, or why there is none. */
export type OpenedByClick =
  | { readonly kind: 'opened'; readonly stored: StoredRound }
  | Late
  | Followed
  | { readonly kind: 'not-offered' }

/** Of several who go back from the same round, the first opens the next one. */
export async function openByClick(
  tx: Tx,
  now: number,
  before: StoredRound,
  asked: { readonly click: Click; readonly way: Way; readonly newId: () => string },
): Promise<OpenedByClick> {
  const { click, way, newId } = asked
  if (before.round.isFollowed === true) {
    const latest = await readLatestRound(tx, before.signUp.poolId, before.signUp.sub)
    return lateForNext(latest?.round ?? before.round)
  }
  const origin = originOfNext(way, before, { by: click.by, at: new Date(now) })
  if (origin === null) return { kind: 'not-offered' }
  const id = newId()
  await openNext(tx, now, before, { id, origin })
  const stored = await readRound(tx, id)
  if (stored === null) throw new Error(`Round ${id} was not opened`)
  return { kind: 'opened', stored }
}
