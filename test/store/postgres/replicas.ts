// Several processes on one database: each with a pool, a ledger and an id of its own, on the database's own clock.
import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/shared/clock.ts'
import type { Log } from '../../../src/shared/log.ts'
import { type Ledger, openLedger } from '../../../src/store/open-ledger.ts'
import type { PostgresAddress } from '../../../src/store/postgres/address.ts'
import { openPostgres } from '../../../src/store/postgres/open-postgres.ts'
import { postgresTransact } from '../../../src/store/postgres/transaction.ts'
import type { Store } from '../open-store.ts'

export interface Replica extends Pick<Store, 'database' | 'ledger'> {
  readonly ledger: Ledger
  /** How often it heard of changes; the first time is when it begins to listen. */
  readonly heard: { readonly times: number }
  close(): Promise<void>
}

export const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Time stands still for what is queued: a busy machine gives nothing up. */
const patientClock = { ...systemClock, now: () => new Date(0) }

/** Closed after the test at the latest. */
export async function openReplica(address: PostgresAddress, log: Log = quiet): Promise<Replica> {
  const origin = randomUUID()
  const opened = await openPostgres({ address, origin, clock: systemClock, log })
  if (opened.kind !== 'open') throw new Error(`${address.database} is ${opened.kind}`)
  const { database, changes } = opened
  const heard = { times: 0 }
  changes.subscribe(() => {
    heard.times += 1
  })
  let isOpen = true
  const close = async () => {
    if (isOpen) await opened.close()
    isOpen = false
  }
  onTestFinished(close)
  const transact = postgresTransact({ clock: patientClock, database, origin })
  const ledger = openLedger({ transact, newId: randomUUID })
  return { database, ledger, heard, close }
}
