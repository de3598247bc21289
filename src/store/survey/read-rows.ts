// What the doctor wants to know of the rows: who waits, what was left undone, who works on the store, and the audit chain.
import { type SqlBool, sql } from 'kysely'
import type { PoolRead } from '../../domain/pool-read.ts'
import type { ProcessNote } from '../../domain/process-note.ts'
import { hashAt, readKnownChain } from '../audit/read-chain.ts'
import { readPoolReads } from '../queries/pool-reads.ts'
import { readProcesses } from '../queries/processes.ts'
import type { Tx } from '../transaction.ts'

/** How many there are, and since when the oldest. */
interface Left {
  readonly count: number
  readonly oldest: Date | null
}

interface ChainFacts {
  /** The number of the last linked row; null if none is. */
  readonly end: number | null
  /** Whether that row is there, as the store says. */
  readonly isWhole: boolean
  readonly unlinked: Left
  /** The newest; null if there is none. */
  readonly checkpoint: { readonly seq: number; readonly at: Date } | null
}

export interface StoreRows {
  /** The store's time. */
  readonly now: Date
  /** How many sign-ups wait. */
  readonly waiting: number
  /** Clicks without an end. */
  readonly unended: Left
  readonly reads: readonly PoolRead[]
  readonly processes: readonly ProcessNote[]
  readonly chain: ChainFacts
}

/** Of a store whose tables are up to date. `now` is null if the database has a clock of its own. */
export async function readRows(
  tx: Tx,
  poolIds: readonly string[],
  now: (() => Date) | null,
): Promise<StoreRows> {
  const { waiting } = await tx
    .selectFrom('rounds')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where(sql<SqlBool>`kind in ('waiting', 'claimed')`)
    .executeTakeFirstOrThrow()
  const unended = await tx
    .selectFrom('clicks')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('clicked_at').as('oldest')])
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    now: now?.() ?? (await databaseTime(tx)),
    waiting,
    unended: left(unended),
    reads: await readPoolReads(tx, poolIds),
    processes: await readProcesses(tx),
    chain: await readChain(tx),
  }
}

async function readChain(tx: Tx): Promise<ChainFacts> {
  const { head, checkpoints } = await readKnownChain(tx)
  const unlinked = await tx
    .selectFrom('audit_events')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('at').as('oldest')])
    .where('seq', 'is', null)
    .executeTakeFirstOrThrow()
  // Old rows are forgotten, up to a checkpoint.
  const isCut = checkpoints.some(({ seq, chain_hash: hash }) => seq === head?.seq && hash === head.hash)
  const newest = checkpoints.at(-1)
  return {
    end: head?.seq ?? null,
    isWhole: head === null || isCut || (await hashAt(tx, head.seq)) === head.hash,
    unlinked: left(unlinked),
    checkpoint: newest === undefined ? null : { seq: newest.seq, at: new Date(newest.at) },
  }
}

function left({ count, oldest }: { readonly count: number; readonly oldest: number | null }): Left {
  return { count, oldest: oldest === null ? null : new Date(oldest) }
}

async function databaseTime(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: number }>`
    select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('The database did not tell its time')
  return new Date(row.now)
}
