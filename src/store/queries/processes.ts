// Which processes work on the store.
import type { ProcessNote } from '../../domain/process-note.ts'
import type { StoreParts, Tx } from '../transaction.ts'

/** How long a process is remembered after its last note, in milliseconds. */
const rememberedFor = 24 * 60 * 60_000

/** The part of the store that notes processes. */
export function processLedger({ transact }: StoreParts) {
  return {
    noteProcess: (holder: string, connections: number | null) =>
      transact(async (tx, now) => {
        const note = { seen_at: now, connections }
        await tx
          .insertInto('processes')
          .values({ holder, ...note })
          .onConflict((conflict) => conflict.column('holder').doUpdateSet(note))
          .execute()
        await tx
          .deleteFrom('processes')
          .where('seen_at', '<', now - rememberedFor)
          .execute()
      }),
  }
}

export async function readProcesses(tx: Pick<Tx, 'selectFrom'>): Promise<readonly ProcessNote[]> {
  const rows = await tx.selectFrom('processes').selectAll().execute()
  return rows.map(({ holder, seen_at, connections }) => ({
    holder,
    seenAt: new Date(seen_at),
    connections,
  }))
}
