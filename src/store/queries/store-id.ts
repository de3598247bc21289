// The store's own id: made once, when the store is opened for the first time, and copied with its rows.
import type { Tx } from '../transaction.ts'

/** Makes it if there is none yet. */
export async function ownStoreId(tx: Tx): Promise<string> {
  const known = await readStoreId(tx)
  if (known !== null) return known
  const id = crypto.randomUUID().replaceAll('-', '').slice(0, 16)
  // Another replica may do the same at this moment: then this transaction runs again, and reads its id.
  await tx
    .insertInto('store')
    .values({ only: 1, id })
    .onConflict((conflict) => conflict.column('only').doNothing())
    .execute()
  return id
}

/** Null if it was never opened by a bot. */
export async function readStoreId(tx: Pick<Tx, 'selectFrom'>): Promise<string | null> {
  const row = await tx.selectFrom('store').select('id').executeTakeFirst()
  return row?.id ?? null
}
