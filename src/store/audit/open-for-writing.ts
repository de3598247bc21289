// Opens the store for a command that writes: a SQLite file while no bot uses it, a PostgreSQL database also beside one.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { idInStore } from '../../domain/store-id.ts'
import { systemClock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import { type OpenedStore, openStore, type StoreAddress } from '../open-store.ts'
import { linkEvents } from '../queries/link-events.ts'
import type { Transact } from '../transaction.ts'

export type WritableStore =
  | {
      readonly kind: 'open'
      readonly transact: Transact
      newId(): string
      /** Links every event. */
      linkAll(): Promise<void>
      close(): Promise<void>
    }
  /** There is no such file. */
  | { readonly kind: 'none'; readonly name: string }
  | Exclude<OpenedStore, { kind: 'open' }>

export async function openForWriting(address: StoreAddress, log: Log): Promise<WritableStore> {
  if (address.kind === 'sqlite' && !existsSync(address.path)) return { kind: 'none', name: address.path }
  const opened = await openStore({ address, origin: randomUUID(), clock: systemClock, log })
  if (opened.kind !== 'open') return opened
  const { transact, storeId, close } = opened
  const linkAll = async () => {
    while ((await transact((tx) => linkEvents(tx, 200))).length > 0);
  }
  return { kind: 'open', transact, newId: () => idInStore(storeId, randomUUID()), linkAll, close }
}
