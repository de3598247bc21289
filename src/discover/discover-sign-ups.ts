// One poll of a pool: who is new, what changed, and who has left the list.

import type { DiscoveryLedger, KnownRound } from '../domain/ledger.ts'
import type { Pool } from '../domain/pool.ts'
import { isWaiting, type PoolUser, seenSignUp } from '../domain/sign-up.ts'
import type { UserPools } from '../domain/user-pools.ts'
import { everyPage } from '../shared/every-page.ts'
import type { Log } from '../shared/log.ts'
import type { Verification } from './verify-outside-changes.ts'

/** On average 3 pages a second are read, so a scan of many pages is followed by a longer rest; in milliseconds. */
const restPerPage = 1000 / 3

export interface DiscoveringParts {
  readonly ledger: DiscoveryLedger
  readonly userPools: UserPools
  readonly verification: Verification
  /** Milliseconds: see `DiscoveryLedger.record`. */
  readonly backlogAge: number
  readonly log: Log
  /** Something is to be posted or drawn. */
  cardsChanged(): void
}

/** Makes the turn of a pool's loop: it resolves to how many milliseconds the next one should wait. Throws where a page fails. */
export function createDiscovery(parts: DiscoveringParts, pool: Pool): () => Promise<number> {
  let isScanned = false
  return async () => {
    const { ledger, verification, cardsChanged } = parts
    const waitingBefore = await ledger.waiting(pool.id)
    const scan = await readWholeList(parts, pool)
    if (!isScanned) await ledger.noteScanned(pool.id)
    if (!isScanned) cardsChanged()
    isScanned = true
    const missing = scan.isWhole ? waitingBefore.filter((known) => !scan.seen.has(known.sub)) : []
    const observed = await verification.verify(pool, {
      missing,
      settledBefore: scan.settledBefore,
      seen: scan.seen,
    })
    if (observed > 0) cardsChanged()
    return scan.pages * restPerPage
  }
}

interface Scan {
  readonly seen: ReadonlySet<string>
  readonly settledBefore: readonly KnownRound[]
  /** Nothing may be concluded from who is missing where an entry could not be read. */
  readonly isWhole: boolean
  readonly pages: number
}

/** Writes each page down as it comes, so that a page that fails loses nothing of those before it. */
async function readWholeList(parts: DiscoveringParts, pool: Pool): Promise<Scan> {
  const seen = new Set<string>()
  const settledBefore: KnownRound[] = []
  let unreadable = 0
  let pages = 0
  for await (const page of everyPage((token) => parts.userPools.listUnconfirmed(pool.id, token))) {
    const waiting = page.users.filter(isWaiting)
    for (const user of waiting) seen.add(user.sub)
    settledBefore.push(...(await record(parts, pool, waiting)))
    unreadable += page.unreadable
    pages += 1
  }
  if (unreadable > 0)
    parts.log.warn(
      { flow: 'discover', pool: pool.id, unreadable },
      'some users made no sense and were left out',
    )
  return { seen, settledBefore, isWhole: unreadable === 0, pages }
}

async function record(
  parts: DiscoveringParts,
  pool: Pool,
  users: readonly PoolUser[],
): Promise<readonly KnownRound[]> {
  if (users.length === 0) return []
  const seen = users.map((user) => seenSignUp(pool, user))
  const { added, changed, settledBefore } = await parts.ledger.record(seen, parts.backlogAge)
  if (added > 0) parts.log.info({ flow: 'discover', pool: pool.id, added }, 'new sign-ups')
  if (added + changed > 0) parts.cardsChanged()
  return settledBefore
}
