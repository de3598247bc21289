// Erases what audit events hold of their applicants, in the transaction of the event that names these rows.
import { sql } from 'kysely'
import { withoutApplicant } from '../../domain/audit-row.ts'
import { writeRanges } from '../../domain/verify-erasures.ts'
import type { Tx } from '../transaction.ts'
import { insertEvent } from './insert-event.ts'

/** Of rows that are linked. `because`: their age, or somebody asked for it. */
export async function eraseApplicants(
  tx: Tx,
  event: { readonly id: string; readonly at: number },
  ids: readonly string[],
  because: 'retention' | 'asked',
): Promise<void> {
  const rows = await readErasable(tx, ids)
  if (rows.length === 0) return
  const kind = 'applicants-erased'
  const named = writeRanges(rows.map(({ seq }) => seq ?? 0))
  await insertEvent(tx, { ...event, kind, outcome: JSON.stringify({ kind, because, rows: named }) })
  await tx
    .insertInto('audit_erasing')
    .values(rows.map(({ seq }) => ({ seq: seq ?? 0, event_id: event.id })))
    .execute()
  const erased = rows.map((row) => {
    const { outcome, entitlement } = withoutApplicant(row)
    return sql`(${row.id}, ${outcome}, ${entitlement})`
  })
  // Both databases name the columns of VALUES so.
  await sql`
    update audit_events set outcome = erased.column2, entitlement = erased.column3, applicant_salt = null
    from (values ${sql.join(erased)}) as erased where audit_events.id = erased.column1`.execute(tx)
  await tx.deleteFrom('audit_erasing').execute()
}

function readErasable(tx: Tx, ids: readonly string[]) {
  return tx
    .selectFrom('audit_events')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('seq', 'is not', null)
    .where('applicant_salt', 'is not', null)
    .orderBy('seq')
    .execute()
}
