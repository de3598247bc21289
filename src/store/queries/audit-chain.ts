// The chain of audit events as the leader keeps it: links, and checkpoints.
import type { Checkpoint } from '../../domain/audit-chain.ts'
import type { Signer } from '../../domain/countersignature.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { insertCheckpoint } from './checkpoints.ts'
import { type ChainHead, linkEvents, readHead } from './link-events.ts'

/** How many events one transaction links. */
const linkedAtOnce = 200

/** After so many rows, or so long, in milliseconds, there is another checkpoint. */
const rowsBetween = 500
const timeBetween = 24 * 60 * 60_000

/** The part of the store that keeps the audit chain. */
export function auditChainLedger({ transact }: StoreParts) {
  return {
    /** Links some events that are not linked yet, and returns them in their order. Null as the signer: there is no key. */
    linkSome: (signer: Signer | null) =>
      transact(
        async (tx, now) => {
          const linked = await linkEvents(tx, linkedAtOnce)
          if (linked.length > 0) await markIfDue(tx, now, signer)
          return { linked, goesOn: linked.length === linkedAtOnce }
        },
        'background',
        'on-disk',
        'apart',
      ),

    /** Makes a checkpoint at the end of the chain, unless there is one. */
    markStop: (signer: Signer | null) =>
      transact(async (tx, now) => {
        const [head, last] = [await readHead(tx), await lastMark(tx)]
        if (head.seq > (last?.seq ?? 0)) await insertCheckpoint(tx, markAt(head, 'stop', now), signer)
      }, 'background'),

    /** Where the chain ends. */
    chainHead: () => transact(readHead, 'background'),
  }
}

async function markIfDue(tx: Tx, now: number, signer: Signer | null): Promise<void> {
  const [head, last] = [await readHead(tx), await lastMark(tx)]
  const isFull = head.rows - (last?.rows ?? 0) >= rowsBetween
  const isDaily = last === undefined || Math.abs(now - last.at) >= timeBetween
  if (isFull || isDaily) await insertCheckpoint(tx, markAt(head, isDaily ? 'daily' : 'rows', now), signer)
}

function lastMark(tx: Tx) {
  return tx
    .selectFrom('audit_checkpoints')
    .select(['seq', 'rows', 'at'])
    .where('kind', '<>', 'cut')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

function markAt({ seq, hash, rows }: ChainHead, kind: Checkpoint['kind'], at: number): Checkpoint {
  return { seq, kind, at, chain_hash: hash, rows }
}
