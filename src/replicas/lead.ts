// Of several processes on one store one leads: it polls, posts, recovers, and draws what nobody waits for.

import { errorFacts, type Log } from '../shared/log.ts'

/** How long the lead is held without being renewed, in milliseconds: another takes over soon after. */
const lease = 6000

/** How often it is renewed, or asked for; in milliseconds. */
export const leadEvery = 1500

/** So much earlier the holder stops believing that it leads, in milliseconds: clocks run at different paces. */
const margin = 1000

const name = 'lead'

export interface Lead {
  /** A loop's turn: takes the lead where it is free, or keeps it. */
  turn(): Promise<void>
  /** False also while the store can't be asked. What a leader does is fenced nevertheless: a paused one may wake up late. */
  isHeld(): boolean
  /** Lets another have it at once, if the store can be reached. */
  giveUp(): Promise<void>
}

/** What leading needs of the store. */
interface LeaseStore {
  /**
   * Takes a lease that is free or over, or keeps one's own, for so many milliseconds by the store's time. The fence rises
   * with every change of holder. Null if another holds it.
   */
  acquireLease(name: string, holder: string, milliseconds: number): Promise<{ readonly fence: number } | null>
  /** Lets others take it at once. */
  releaseLease(name: string, holder: string): Promise<void>
}

export interface LeadingParts {
  readonly ledger: LeaseStore
  readonly holder: string
  /** Milliseconds that have passed, whatever is done to the time of day. */
  elapsed(): number
  readonly log: Log
  /** This process leads from now on, or again after it could not ask for a while: there is much to look at. */
  elected(): void
}

/** Leads once `turn` was taken, if nobody else does. */
export function createLead({ ledger, holder, elapsed, log, elected }: LeadingParts): Lead {
  let heldUntil = Number.NEGATIVE_INFINITY
  /** Under which the log says that this process leads; null where it does not say so. */
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
        // Also a process that was paused meanwhile, and did not see its lead end, takes back that it leads.
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
        // The lease runs out by itself.
        log.warn({ flow: 'stop', ...errorFacts(error) }, 'the lead could not be given up')
      }
    },
  }
}
