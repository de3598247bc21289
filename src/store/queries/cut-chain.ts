// Deletes the oldest audit events: a sealed cut says up to where, and an event in the chain says so, too.
import type { Signer } from '../../domain/countersignature.ts'
import type { Tx } from '../transaction.ts'
import { insertCheckpoint } from './checkpoints.ts'
import { rowsChanged } from './chunks.ts'
import { insertEvent } from './insert-event.ts'

interface OldEvent {
  readonly id: string
  readonly seq: number
  readonly hash: string
}

/** From the beginning of the chain, without a gap, as many as are older. One whose time is wrong keeps those behind it. */
export async function oldestEvents(
  tx: Tx,
  before: number,
): Promise<readonly (OldEvent & { readonly at: number })[]> {
  const rows = await tx
    .selectFrom('audit_events')
    .select(['id', 'at', 'seq', 'chain_hash as hash'])
    .where('seq', 'is not', null)
    .orderBy('seq')
    .limit(rowsChanged)
    .execute()
  const young = rows.findIndex(({ at }) => at >= before)
  const old = young === -1 ? rows : rows.slice(0, young)
  return old.map(({ id, at, seq, hash }) => ({ id, at, seq: seq ?? 0, hash: hash ?? '' }))
}

/** They are the first of the chain, in their order. */
export async function cutChain(
  tx: Tx,
  event: { readonly id: string; readonly at: number },
  rows: readonly OldEvent[],
  signer: Signer | null,
): Promise<void> {
  const last = rows.at(-1)
  if (last === undefined) return
  const { seq, hash } = last
  const cut = { seq, kind: 'cut', at: event.at, chain_hash: hash, rows: seq } as const
  await insertCheckpoint(tx, cut, signer)
  const kind = 'audit-cut'
  await insertEvent(tx, { ...event, kind, outcome: JSON.stringify({ kind, upTo: seq, hash }) })
  await tx.deleteFrom('audit_events').where('seq', '<=', seq).execute()
}
