// The lead: one of several processes on a store polls, posts, recovers, and redraws in the background.

import { errorFacts, type Log } from '../shared/log.ts'

/** How long the lead lasts without being renewed, in milliseconds. Another process takes over soon after. */
const lease = 6000

/** How often the lead is renewed, or asked for; in milliseconds. */
export const leadEvery = 1500

/** How much earlier the holder stops leading, in milliseconds, since clocks run at different speeds. */
const margin = 1000

const name = 'lead'

export interface Lead {
  /** A loop's turn: takes the lead if it is free, or keeps it. */
  turn(): Promise<void>
  /** False also while the store is out of reach. Writes are fenced all the same: a leader may have been frozen for a while. */
  isHeld(): boolean
  /** Frees the lead for the others, if the store can be reached. */
  giveUp(): Promise<void>
}

/** What leading needs of the store. */
interface LeaseStore {
  /**
   * Takes a lease that is free or over, or renews one's own, for so many milliseconds of the store's time. The fence rises
   * with every change of holder. Null if another process holds it.
   */
  acquireLease(name: string, holder: string, milliseconds: number): Promise<{ readonly fence: number } | null>
  /** Frees the lease. */
  releaseLease(name: string, holder: string): Promise<void>
}

export interface LeadingParts {
  readonly ledger: LeaseStore
  readonly holder: string
  /** A monotonic clock, in milliseconds. */
  elapsed(): number
  readonly log: Log
  /** This process leads from now on, or again after it could not reach the store. */
  elected(): void
}

/** Leads after the first `turn`, if no other process does. */
export function createLead({ ledger, holder, elapsed, log, elected }: LeadingParts): Lead {
  let heldUntil = Number.NEGATIVE_INFINITY
  /** The fence that the log names for this process; null if the log does not call it the leader. */
  let toldFence: number | null = null
  const isHeld = () => elapsed() < heldUntil
  return {
    isHeld,
    turn: async () => {
      const askedAt = elapsed()
      const wasHeld = isHeld()
      const held = await ledger.acquireLease(name, holder, lease)
      heldUntil = held === null ? Number.NEGATIVE_INFINITY : askedAt + lease - margin
      if (held === null) {
        // A process that was frozen and did not see its lead end has to correct the log too.
        if (toldFence !== null) log.warn({ flow: 'lead', fence: toldFence }, 'another process leads now')
        toldFence = null
        return
      }
      const isNews = held.fence !== toldFence
      toldFence = held.fence
      if (isNews) log.info({ flow: 'lead', fence: held.fence }, 'this process leads')
      if (isNews || !wasHeld) elected()
    },
    giveUp: async () => {
      if (!isHeld()) return
      heldUntil = Number.NEGATIVE_INFINITY
      try {
        await ledger.releaseLease(name, holder)
      } catch (error) {
        // The lease runs out anyway.
        log.warn({ flow: 'stop', ...errorFacts(error) }, 'the lead could not be given up')
      }
    },
  }
}
