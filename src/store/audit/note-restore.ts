// Writes down that the store was restored from a backup: a new segment of the audit chain begins, and the gap stays visible.
import { insertEvent } from '../queries/insert-event.ts'
import { readHead } from '../queries/link-events.ts'
import type { Tx } from '../transaction.ts'

/** `note` is the operator's. Resolves to the number of the last event before it. */
export async function noteRestore(tx: Tx, now: number, id: string, note: string): Promise<number> {
  const { seq, hash } = await readHead(tx)
  const kind = 'restored'
  await insertEvent(tx, {
    id,
    at: now,
    kind,
    outcome: JSON.stringify({ kind, reason: note, after: seq, hash }),
  })
  return seq
}
