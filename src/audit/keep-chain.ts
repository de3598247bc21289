// Keeps the audit chain: the leader links events within a second, and logs where each stands; the others look how far that is.
import type { Signer } from '../domain/countersignature.ts'
import { errorFacts, type Log } from '../shared/log.ts'

/** How often it is looked for events to link, in milliseconds. */
export const linkEvery = 1000

interface ChainPlace {
  readonly seq: number
  /** In hex. */
  readonly hash: string
}

interface LinkedEvent extends ChainPlace {
  readonly id: string
  readonly kind: string
}

interface ChainLedger {
  /** Links some events that are not linked yet, in their order; `goesOn` if there are more. */
  linkSome(
    signer: Signer | null,
  ): Promise<{ readonly linked: readonly LinkedEvent[]; readonly goesOn: boolean }>
  /** Where the chain ends. */
  chainHead(): Promise<ChainPlace>
  /** Makes a checkpoint at the end of the chain, unless there is one. */
  markStop(signer: Signer | null): Promise<void>
}

export interface ChainParts {
  readonly ledger: ChainLedger
  /** Null if there is no key: checkpoints are not signed. */
  readonly signer: Signer | null
  readonly lead: { isHeld(): boolean }
  readonly log: Log
}

export interface AuditChain {
  /** Reads where the chain ends, before anybody asks. */
  open(): Promise<void>
  /** A loop's turn. */
  turn(signal: AbortSignal): Promise<void>
  /** What travels with an approval: how the chain's hash begins, as far as this process knows. */
  head(): string
  /** The leader links what is left, and makes a checkpoint. */
  close(): Promise<void>
}

export function createAuditChain({ ledger, signer, lead, log }: ChainParts): AuditChain {
  let head = ''
  const look = async () => {
    head = (await ledger.chainHead()).hash
  }
  const link = async (isOver: () => boolean) => {
    for (let goesOn = true; goesOn && !isOver(); ) {
      const some = await ledger.linkSome(signer)
      for (const event of some.linked) tell(event)
      head = some.linked.at(-1)?.hash ?? head
      goesOn = some.goesOn
    }
  }
  const tell = ({ id: event, kind, seq, hash }: LinkedEvent) =>
    log.info({ flow: 'audit', event, kind, seq, hash }, 'an audit event was linked')
  return {
    open: look,
    turn: (signal) => (lead.isHeld() ? link(() => signal.aborted || !lead.isHeld()) : look()),
    head: () => head.slice(0, 32),
    close: async () => {
      if (!lead.isHeld()) return
      try {
        await link(() => false)
        await ledger.markStop(signer)
      } catch (error) {
        // The next leader links the rest.
        log.warn({ flow: 'stop', ...errorFacts(error) }, 'the last audit events could not be linked')
      }
    },
  }
}
