// The audit chain as a store holds it: its rows in their order, and what is known besides them.
import type { AuditRow } from '../../domain/audit-row.ts'
import type { ChainKnown, SignedCheckpoint } from '../../domain/verify-chain.ts'
import type { Tx } from '../transaction.ts'

export interface KnownChain extends Pick<ChainKnown, 'head'> {
  readonly checkpoints: readonly SignedCheckpoint[]
}

/** Where the store says that the chain ends, and its checkpoints. */
export async function readKnownChain(tx: Tx): Promise<KnownChain> {
  const head = await tx.selectFrom('audit_chain').select(['seq', 'chain_hash as hash']).executeTakeFirst()
  const rows = await tx.selectFrom('audit_checkpoints').selectAll().orderBy('seq').orderBy('kind').execute()
  return { head: head ?? null, checkpoints: rows.map(readCheckpoint) }
}

const marks = ['daily', 'rows', 'stop', 'cut'] as const

/** One of an unknown kind is a row of another version's, or somebody's invention: it signs nothing. */
function readCheckpoint(row: Omit<SignedCheckpoint, 'kind'> & { readonly kind: string }): SignedCheckpoint {
  const kind = marks.find((mark) => mark === row.kind)
  return kind === undefined ? { ...row, kind: 'rows', signature: null } : { ...row, kind }
}

/** The number of the first linked row since this moment; null if there is none. Rows before it may be younger. */
export async function firstSince(tx: Tx, since: Date): Promise<number | null> {
  const row = await tx
    .selectFrom('audit_events')
    .select(({ fn }) => fn.min('seq').as('seq'))
    .where('at', '>=', since.getTime())
    .executeTakeFirst()
  return row?.seq === null || row === undefined ? null : Number(row.seq)
}

/** Null if there is no such row. */
export async function hashAt(tx: Tx, seq: number): Promise<string | null> {
  const row = await tx
    .selectFrom('audit_events')
    .select('chain_hash')
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.chain_hash ?? null
}

const pageLength = 500

/** Linked rows from this number on, in order, and then those that are not linked. */
export async function* chainPages(tx: Tx, from: number): AsyncGenerator<readonly AuditRow[]> {
  for (let next: number | null = from; next !== null; ) {
    const page: readonly AuditRow[] = await tx
      .selectFrom('audit_events')
      .selectAll()
      .where('seq', '>=', next)
      .orderBy('seq')
      .limit(pageLength)
      .execute()
    if (page.length > 0) yield page
    next = page.length === pageLength ? (page.at(-1)?.seq ?? 0) + 1 : null
  }
  yield* unlinkedPages(tx)
}

async function* unlinkedPages(tx: Tx): AsyncGenerator<readonly AuditRow[]> {
  let last: string | null = null
  do {
    const after: string = last ?? ''
    const page: readonly AuditRow[] = await tx
      .selectFrom('audit_events')
      .selectAll()
      .where('seq', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageLength)
      .execute()
    if (page.length > 0) yield page
    last = page.length === pageLength ? (page.at(-1)?.id ?? null) : null
  } while (last !== null)
}
