// Lets sign-ups lapse that have waited for as long as their pool allows. Nothing changes in Cognito, and nobody is refused.
import type { Pool } from '../domain/pool.ts'
import type { Log } from '../shared/log.ts'

/** How often it is looked who has waited for too long, in milliseconds. */
export const lapseEvery = 30_000

/** The round that was looked at last. */
interface LookedAt {
  readonly at: number
  readonly id: string
}

export interface LapsingParts {
  readonly ledger: {
    /** Ends some rounds of the pool that have waited for so long, in milliseconds, unless somebody is about to decide. */
    lapseSome(
      poolId: string,
      after: number,
      last: LookedAt | null,
    ): Promise<{ readonly lapsed: number; readonly next: LookedAt | null }>
  }
  readonly pools: readonly Pool[]
  /** False while nobody could decide about the pool's sign-ups. */
  mayLapse(pool: Pool): boolean
  readonly log: Log
  cardsChanged(): void
}

/** Makes the turn of the loop. */
export function createLapsing(parts: LapsingParts): (signal: AbortSignal) => Promise<void> {
  const { ledger, pools, log } = parts
  return async (signal) => {
    for (const pool of pools) {
      const { lapseAfter } = pool
      if (lapseAfter === null || !parts.mayLapse(pool)) continue
      let all = 0
      for (let last: LookedAt | null = null; !signal.aborted; ) {
        const { lapsed, next } = await ledger.lapseSome(pool.id, lapseAfter, last)
        all += lapsed
        if (next === null) break
        last = next
      }
      if (all === 0) continue
      log.info({ flow: 'lapse', pool: pool.id, lapsed: all }, 'sign-ups have lapsed')
      parts.cardsChanged()
    }
  }
}
