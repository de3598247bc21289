// The chain of audit events as the leader keeps it: links, and checkpoints.
import { type Checkpoint, checkpointText } from '../../domain/audit-chain.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { type ChainHead, linkEvents, readHead } from './link-events.ts'
import { ownStoreId } from './store-id.ts'

/** Signs a text; null if there is no key. */
export type Sign = ((text: string) => { readonly signature: string; readonly keyId: string }) | null

/** How many events one transaction links. */
const linkedAtOnce = 200

/** After so many rows, or so long, in milliseconds, there is another checkpoint. */
const rowsBetween = 500
const timeBetween = 24 * 60 * 60_000

/** The part of the store that keeps the audit chain. */
export function auditChainLedger({ transact }: StoreParts) {
  return {
    /** Links some events that are not linked yet. They are returned in their order, with where the chain ends now. */
    linkSome: (sign: Sign) =>
      transact(
        async (tx, now) => {
          const linked = await linkEvents(tx, linkedAtOnce)
          const head = await readHead(tx)
          if (linked.length > 0) await markIfDue(tx, now, head, sign)
          return { linked, head, goesOn: linked.length === linkedAtOnce }
        },
        'background',
        'on-disk',
        'apart',
      ),

    /** Makes a checkpoint at the end of the chain, unless there is one. */
    markStop: (sign: Sign) =>
      transact(async (tx, now) => {
        const [head, last] = [await readHead(tx), await lastMark(tx)]
        if (head.seq > (last?.seq ?? 0)) await insertCheckpoint(tx, markAt(head, 'stop', now), sign)
      }),

    /** Where the chain ends. */
    chainHead: () => transact(readHead),
  }
}

async function markIfDue(tx: Tx, now: number, head: ChainHead, sign: Sign): Promise<void> {
  const last = await lastMark(tx)
  const isFull = head.rows - (last?.rows ?? 0) >= rowsBetween
  const isDaily = last === undefined || Math.abs(now - last.at) >= timeBetween
  if (isFull || isDaily) await insertCheckpoint(tx, markAt(head, isDaily ? 'daily' : 'rows', now), sign)
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

async function insertCheckpoint(tx: Tx, checkpoint: Checkpoint, sign: Sign): Promise<void> {
  const signed = sign?.(checkpointText(await ownStoreId(tx), checkpoint))
  await tx
    .insertInto('audit_checkpoints')
    .values({ ...checkpoint, signature: signed?.signature ?? null, signing_key: signed?.keyId ?? null })
    .onConflict((conflict) => conflict.columns(['seq', 'kind']).doNothing())
    .execute()
}
