// Opens the store at the start, retrying while it is out of reach.
import { unlessAborted } from '../shared/clock.ts'
import { again, done, retry } from '../shared/retry.ts'
import { isDiskFull } from './full-disk.ts'
import { type OpenedStore, openStore, type StoreOpening } from './open-store.ts'

/** A store that is in reach, usable or not. */
export type StoreInReach = Exclude<OpenedStore, { kind: 'out-of-reach' }>

/** Null if `signal` aborted first. */
export function openInTime(
  opening: StoreOpening & { readonly signal: AbortSignal },
): Promise<StoreInReach | null> {
  const { clock, log, signal } = opening
  const pause = { first: 1000, most: 15_000 }
  return retry<StoreInReach>({ clock, pause, signal }, async () => {
    const opened = openStore(opening)
    const store = await unlessAborted(signal, opened)
    if (store === undefined) {
      // It may wait for another process: whatever comes of it is too late.
      void opened.then((late) => (late.kind === 'open' ? late.close() : undefined)).catch(() => undefined)
      return again()
    }
    if (store.kind !== 'out-of-reach') return done(store)
    const { name: database, code } = store
    const facts = { flow: 'start', database, code }
    if (code === 'SQLITE_BUSY') log.warn(facts, 'another program has the store open: retrying')
    else if (isDiskFull(code)) log.warn(facts, 'the disk is full: retrying')
    else log.warn(facts, 'the database is out of reach: retrying')
    return again()
  })
}
