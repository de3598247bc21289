// The rows of the audit log, page by page, so that a long one needs no more memory than a short one.
import type { Tx } from '../transaction.ts'

/** Each narrows it down; null does not. */
export interface EventFilter {
  readonly poolId: string | null
  readonly sub: string | null
  /** Those of this moment, and later ones. */
  readonly since: Date | null
}

const pageLength = 500

export type EventRow = Awaited<ReturnType<typeof readPage>>[number]

/** Oldest first. */
export async function* eventPages(tx: Tx, filter: EventFilter): AsyncGenerator<readonly EventRow[]> {
  let last: EventRow | undefined
  do {
    const page = await readPage(tx, filter, last)
    if (page.length > 0) yield page
    last = page.length === pageLength ? page.at(-1) : undefined
  } while (last !== undefined)
}

function readPage(tx: Tx, { poolId, sub, since }: EventFilter, last: { at: number; id: string } | undefined) {
  return tx
    .selectFrom('audit_events')
    .selectAll()
    .$if(poolId !== null, (query) => query.where('pool_id', '=', poolId))
    .$if(sub !== null, (query) => query.where('sub', '=', sub))
    .$if(since !== null, (query) => query.where('at', '>=', since?.getTime() ?? 0))
    .$if(last !== undefined, (query) =>
      query.where((row) => row(row.refTuple('at', 'id'), '>', row.tuple(last?.at ?? 0, last?.id ?? ''))),
    )
    .orderBy('at')
    .orderBy('id')
    .limit(pageLength)
    .execute()
}
