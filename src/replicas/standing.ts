// Standing: what differs if several processes share a store: who leads, what is left to the others, who owns what it finds.
import { createLead, type Lead, type LeadingParts } from './lead.ts'

export interface Standing {
  readonly kind: 'alone' | 'replica'
  readonly lead: Lead
  /** How long the leader leaves a click's end to the process that carried it out, in milliseconds. */
  readonly leftToOthers: number
  /** A click that arrives while this process stops is carried out at its next start, as no other process will. */
  readonly leavesToNextStart: boolean
  /** All clicks, claims and drawings without an end that it finds at its start belong to a dead process. */
  readonly ownsWhatItFinds: boolean
}

/** Long enough for a private answer that Slack accepts at the second try. */
const tellingTime = 15_000

/** The only process on a store leads without asking. */
export const alone: Standing = {
  kind: 'alone',
  lead: { turn: async () => {}, isHeld: () => true, giveUp: async () => {} },
  leftToOthers: 0,
  leavesToNextStart: true,
  ownsWhatItFinds: true,
}

/** One of several processes on a store, one of which leads. */
export function createReplica(parts: LeadingParts): Standing {
  return {
    kind: 'replica',
    lead: createLead(parts),
    leftToOthers: tellingTime,
    leavesToNextStart: false,
    ownsWhatItFinds: false,
  }
}
