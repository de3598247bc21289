// The audit chain of a store under test: linked to its end, and verified.
import type { ChainReport } from '../../src/domain/audit-report.ts'
import type { AuditRow } from '../../src/domain/audit-row.ts'
import { readHead } from '../../src/store/queries/link-events.ts'
import { ownStoreId } from '../../src/store/queries/store-id.ts'
import { verified } from '../domain/chain-of-events.ts'
import type { Store } from './open-store.ts'

export const rowsOf = ({ database }: Store): Promise<AuditRow[]> =>
  database.selectFrom('audit_events').selectAll().execute()

export async function verify(store: Store): Promise<ChainReport> {
  const [storeId, head] = [await store.transact(ownStoreId), await store.transact((tx) => readHead(tx))]
  const checkpoints = await store.database
    .selectFrom('audit_checkpoints')
    .selectAll()
    .orderBy('seq')
    .execute()
  const kinds = { daily: 'daily', rows: 'rows', stop: 'stop', cut: 'cut' } as const
  const known = checkpoints.flatMap(({ kind, ...rest }) =>
    kind === 'daily' || kind === 'rows' || kind === 'stop' || kind === 'cut'
      ? [{ ...rest, kind: kinds[kind] }]
      : [],
  )
  return verified(await rowsOf(store), { storeId, head, checkpoints: known })
}

export async function linkAll(store: Store) {
  const linked = []
  for (let goesOn = true; goesOn; ) {
    const some = await store.ledger.linkSome(null)
    linked.push(...some.linked)
    goesOn = some.goesOn
  }
  return linked
}
