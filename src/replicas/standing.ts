// What is different where several processes share a store: who leads, what each leaves to the others, who owns what it finds.
import { createLead, type Lead, type LeadingParts } from './lead.ts'

export interface Standing {
  readonly kind: 'alone' | 'replica'
  readonly lead: Lead
  /** How long a click's end is left to the process that carried it out, before the leader tells it; in milliseconds. */
  readonly leftToOthers: number
  /** A click that arrives while this process stops is written down for the next start, if nobody else carries it out. */
  readonly leavesToNextStart: boolean
  /** The unended clicks, claims and drawings that it finds when it starts are those of a dead process. */
  readonly ownsWhatItFinds: boolean
}

/** Long enough for a private answer that Slack takes at the second try. */
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
