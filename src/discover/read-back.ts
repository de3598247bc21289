// Reading back: a user whom a card calls confirmed is still listed as waiting. Was it really this user who was confirmed?

import type { LookUp } from '../domain/attempt.ts'
import type { Pool } from '../domain/pool.ts'
import type { KnownRound, SettledRound } from '../domain/round.ts'
import type { Clock } from '../shared/clock.ts'
import { createInFlight } from '../shared/in-flight.ts'
import type { Urgency } from '../shared/limit.ts'
import type { Log } from '../shared/log.ts'

/** The pause before each look at the list, in milliseconds: how far it may lag is not documented. */
const pauses = [5000, 20_000, 30_000]

/** The most users who are read back at once; later polls begin with the others. */
const mostAtOnce = 10

/** The pause after a user was seen to be confirmed, or Cognito contradicted itself, in milliseconds. */
const readAgainAfter = 10 * 60_000

interface Question {
  readonly poolId: string
  readonly sub: string
  readonly urgency: Urgency
}

export interface ReadingBackParts {
  readonly ledger: {
    /**
     * The user of a round that calls them confirmed is not: writes that down, and starts the next round if they are
     * enabled. False if the round has changed, or is not the sign-up's latest.
     */
    disprove(round: KnownRound, isEnabled: boolean, awsRequestId: string | null): Promise<boolean>
  }
  readonly userPools: {
    /** What the list shows of one user. It bills nobody. */
    lookInList(question: Question): Promise<LookUp>
    /** Calls `AdminGetUser`. */
    lookUp(question: Question): Promise<LookUp>
  }
  readonly clock: Clock
  readonly log: Log
  /** Nothing is read or written any more after it aborts; the next start's polls begin anew. */
  readonly signal: AbortSignal
  start(name: string, work: () => Promise<void>): void
  cardsChanged(): void
}

/** Begins to read these users back, and returns at once. A user who is being read back is not read twice. */
export type ReadBack = (pool: Pool, listed: readonly SettledRound[]) => void

export function createReadBack(parts: ReadingBackParts): ReadBack {
  const running = createInFlight()
  const readAt = new Map<string, number>()
  let count = 0

  const readBack = async (pool: Pool, known: KnownRound, key: string) => {
    count += 1
    try {
      const verdict = await judge(parts, pool, known)
      if (verdict !== 'unknown') readAt.set(key, parts.clock.now().getTime())
    } finally {
      count -= 1
    }
  }

  return (pool, listed) => {
    const now = parts.clock.now().getTime()
    for (const [key, at] of readAt) if (now - at >= readAgainAfter) readAt.delete(key)
    for (const known of listed) {
      const key = `${known.roundId} ${known.version}`
      if (readAt.has(key) || running.isRunning(key) || count >= mostAtOnce) continue
      parts.start('read-back', async () => {
        await running.unlessRunning(key, () => readBack(pool, known, key))
      })
    }
  }
}

/** `stays`: what the card says is true, or nothing proves the contrary. `unknown`: to be asked again soon. */
async function judge(
  parts: ReadingBackParts,
  pool: Pool,
  known: KnownRound,
): Promise<'stays' | 'disproved' | 'unknown'> {
  const { userPools, clock, signal } = parts
  const question: Question = { poolId: pool.id, sub: known.sub, urgency: 'background' }
  let isEnabled = true
  for (const pause of pauses) {
    await clock.sleep(pause, signal)
    if (signal.aborted) return 'unknown'
    const listed = await userPools.lookInList(question)
    if (listed.kind === 'failed') return 'unknown'
    if (listed.kind !== 'found' || listed.status !== 'UNCONFIRMED') return 'stays'
    isEnabled = listed.isEnabled
  }
  // One look at the user as such: a list that lags for so long must not take back what is true.
  const found = await userPools.lookUp(question)
  if (found.kind === 'failed') return 'unknown'
  if (found.kind === 'gone' || isSurelyConfirmed(found)) return 'stays'
  return disprove(parts, pool, known, { isEnabled, awsRequestId: found.requestId })
}

function isSurelyConfirmed(found: LookUp): boolean {
  return found.kind === 'found' && found.isSurelyTheirs && found.status !== 'UNCONFIRMED'
}

async function disprove(
  { ledger, log, cardsChanged }: ReadingBackParts,
  pool: Pool,
  known: KnownRound,
  { isEnabled, awsRequestId }: { readonly isEnabled: boolean; readonly awsRequestId: string | null },
): Promise<'stays' | 'disproved'> {
  if (!(await ledger.disprove(known, isEnabled, awsRequestId))) return 'stays'
  const facts = { flow: 'read-back', pool: pool.id, sub: known.sub, round: known.roundId, awsRequestId }
  log.error(facts, 'a user whom a card called confirmed is not: another user may have been confirmed instead')
  cardsChanged()
  return 'disproved'
}
