// Links audit events: each gets its place in the chain, in the order in which they were inserted, and the chain's hash there.
import { type RawBuilder, sql } from 'kysely'
import { genesis, type Head, link, sealEvent } from '../../domain/audit-chain.ts'
import type { AuditRow } from '../../domain/audit-row.ts'
import type { Tx } from '../transaction.ts'
import { newSalt, sha256 } from './audit-hash.ts'
import { ownStoreId } from './store-id.ts'

/** An event that was just linked. */
export interface LinkedEvent extends Head {
  readonly id: string
  readonly kind: string
}

/** `rows` is how many were linked since the chain began. */
export interface ChainHead extends Head {
  readonly rows: number
}

/** Where the chain ends. Without a row, no event was ever linked. */
export async function readHead(tx: Tx): Promise<ChainHead> {
  const row = await tx
    .selectFrom('audit_chain')
    .select(['seq', 'chain_hash as hash', 'rows'])
    .executeTakeFirst()
  return row ?? { seq: 0, hash: genesis(await ownStoreId(tx), sha256), rows: 0 }
}

/**
 * Links so many events at most. Whoever else links at the same time waits for the row of `audit_chain`, and then finds them
 * linked. An event that is committed late, after others with higher numbers were linked, is linked after them: nobody had
 * been told its end when they were inserted.
 */
export async function linkEvents(tx: Tx, most: number): Promise<readonly LinkedEvent[]> {
  if (!(await isAnyUnlinked(tx))) return []
  const head = await takeHead(tx)
  const rows = await readUnlinked(tx, most)
  let { seq, hash } = head
  const linked: LinkedEvent[] = []
  const places: RawBuilder<unknown>[] = []
  for (const row of rows) {
    const content = row.content_hash ?? (await sealLate(tx, row.id))
    seq += 1
    hash = link(hash, seq, content, sha256)
    linked.push({ id: row.id, kind: row.kind, seq, hash })
    places.push(sql`(${row.id}, ${seq}, ${hash})`)
  }
  if (places.length === 0) return []
  // Both databases name the columns of VALUES so.
  await sql`
    update audit_events set seq = cast(linked.column2 as bigint), chain_hash = linked.column3, inserted = null
    from (values ${sql.join(places)}) as linked where audit_events.id = linked.column1`.execute(tx)
  await tx
    .updateTable('audit_chain')
    .set({ seq, chain_hash: hash, rows: head.rows + rows.length })
    .execute()
  return linked
}

async function isAnyUnlinked(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('audit_events')
    .select('id')
    .where('seq', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function readUnlinked(tx: Tx, most: number) {
  return tx
    .selectFrom('audit_events')
    .select(['id', 'kind', 'content_hash'])
    .where('seq', 'is', null)
    .orderBy('inserted')
    .orderBy('id')
    .limit(most)
    .execute()
}

/** The row stays locked until the transaction ends, on SQLite with everything else. */
async function takeHead(tx: Tx): Promise<ChainHead> {
  const { seq, hash, rows } = await readHead(tx)
  await tx
    .insertInto('audit_chain')
    .values({ only: 1, seq, chain_hash: hash, rows })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx
    .updateTable('audit_chain')
    .set({ only: 1 })
    .returning(['seq', 'chain_hash as hash', 'rows'])
    .executeTakeFirstOrThrow()
}

/** Of a row that a version without the chain wrote while this one ran elsewhere. */
async function sealLate(tx: Tx, id: string): Promise<string> {
  const row: AuditRow = await tx
    .selectFrom('audit_events')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const seal = sealEvent(row, sha256, newSalt)
  await tx.updateTable('audit_events').set(seal).where('id', '=', id).execute()
  return seal.content_hash
}
