// Of several processes on one store one leads: it polls, posts, recovers, and draws what nobody waits for.
import type { Clock } from '../shared/clock.ts'
import type { Log } from '../shared/log.ts'
import type { LeaseLedger } from '../sign-up/ledger.ts'

/** How long the lead is held without being renewed, in milliseconds: another takes over soon after. */
const lease = 10_000

/** How often it is renewed, or asked for; in milliseconds. */
export const leadEvery = 2500

/** So much earlier the holder stops believing that it leads, in milliseconds: clocks run at different paces. */
const margin = 2000

const name = 'lead'

export interface Lead {
  /** A loop's turn: takes the lead where it is free, or keeps it. */
  turn(): Promise<void>
  /** False also while the store can't be asked. What a leader does is fenced nevertheless: a paused one may wake up late. */
  isHeld(): boolean
  /** Lets another have it at once. */
  giveUp(): Promise<void>
}

export interface LeadingParts {
  readonly ledger: LeaseLedger
  readonly holder: string
  readonly clock: Clock
  readonly log: Log
  /** This process leads from now on: there is much to look at. */
  elected(): void
}

/** Leads once `turn` was taken, if nobody else does. */
export function createLead({ ledger, holder, clock, log, elected }: LeadingParts): Lead {
  let heldUntil = 0
  let fence = 0
  const isHeld = () => clock.now().getTime() < heldUntil
  return {
    isHeld,
    turn: async () => {
      const askedAt = clock.now().getTime()
      const wasHeld = isHeld()
      const held = await ledger.acquireLease(name, holder, lease)
      heldUntil = held === null ? 0 : askedAt + lease - margin
      if (held === null && wasHeld) log.warn({ flow: 'lead', fence }, 'another process leads now')
      if (held === null || (wasHeld && held.fence === fence)) return
      fence = held.fence
      log.info({ flow: 'lead', fence }, 'this process leads')
      elected()
    },
    giveUp: async () => {
      if (!isHeld()) return
      heldUntil = 0
      await ledger.releaseLease(name, holder)
    },
  }
}

/** The only process on a store leads without asking. */
export function createSoleLead(): Lead {
  return { turn: async () => {}, isHeld: () => true, giveUp: async () => {} }
}
