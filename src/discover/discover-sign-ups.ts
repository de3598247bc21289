// One poll of a pool: scans its list for who is new, what changed, and who has left it.

import type { Pool } from '../domain/pool.ts'
import type { ReadProblem } from '../domain/pool-read.ts'
import type { KnownRound, SettledRound } from '../domain/round.ts'
import { isWaiting, type PoolUser, type SeenSignUp, seenSignUp } from '../domain/sign-up.ts'
import type { ListProblem } from '../domain/start-problem.ts'
import type { UserPage } from '../domain/user-page.ts'
import { EndlessList, everyPage } from '../shared/every-page.ts'
import type { Urgency } from '../shared/limit.ts'
import { errorFacts, type Log } from '../shared/log.ts'
import type { ReadBack } from './read-back.ts'
import type { Verification } from './verify-outside-changes.ts'

/** At most 3 pages a second on average: a scan of many pages is followed by a longer pause; in milliseconds. */
const restPerPage = 1000 / 3

/** What a poll writes down. */
interface ScanLedger {
  /** Rounds that are waiting and unclaimed at the start of a scan. */
  waiting(poolId: string): Promise<readonly KnownRound[]>
  /**
   * Writes down who is new, and what changed about those who wait. Returns those who wait again after their round was
   * settled. Until the pool's whole list has been read once, sign-ups older than `backlogAge` (milliseconds) get no card.
   */
  record(
    seen: readonly SeenSignUp[],
    backlogAge: number,
  ): Promise<{
    readonly added: number
    readonly changed: number
    readonly settledBefore: readonly SettledRound[]
  }>
  /** The time by which the store judges what came first. */
  time(): Promise<Date>
  /** The pool's whole list has been read: from now on every new sign-up gets a card. Writes only the first time. */
  noteScanned(poolId: string): Promise<void>
  /** A scan that began then reached the list's end; `problem` if some of it could not be read. */
  noteRead(poolId: string, begunAt: Date, problem: ReadProblem | null): Promise<void>
  /** The list was not read to its end. */
  noteUnread(poolId: string, problem: ReadProblem): Promise<void>
}

export interface DiscoveringParts {
  readonly ledger: ScanLedger
  readonly userPools: {
    /** One page of the users who may be waiting. Throws if Cognito gives no usable answer. */
    listUnconfirmed(poolId: string, pageToken: string | null, urgency: Urgency): Promise<UserPage>
  }
  /** What an error of `listUnconfirmed` says about the set-up; null if the next call may succeed. */
  listProblem(error: unknown): ListProblem | null
  readonly verification: Verification
  readonly readBack: ReadBack
  /** Milliseconds: see `record`. */
  readonly backlogAge: number
  readonly log: Log
  /** Holds the ids of the pools of whose lists another page is to come. */
  readonly beingRead: Set<string>
  /** There is something to post or draw. */
  cardsChanged(): void
  /** A scan of the pool begins; what is returned is called once it has reached the list's end. */
  scanning(poolId: string): () => void
}

/** Makes the turn of a pool's loop. It resolves to how many milliseconds the next one should wait, and throws if a page fails. */
export function createDiscovery(parts: DiscoveringParts, pool: Pool): () => Promise<number> {
  let isScanned = false
  return async () => {
    const { ledger, verification, readBack, cardsChanged } = parts
    const begunAt = await ledger.time()
    const waitingBefore = await ledger.waiting(pool.id)
    const scanned = parts.scanning(pool.id)
    const scan = await notedScan(parts, pool, begunAt)
    if (!scan.isOver) return scan.pages * restPerPage
    scanned()
    if (!isScanned) await ledger.noteScanned(pool.id)
    if (!isScanned) cardsChanged()
    isScanned = true
    const missing = scan.isWhole ? waitingBefore.filter((known) => !scan.seen.has(known.sub)) : []
    const settledBefore = scan.settledBefore.filter(({ isConfirmation }) => !isConfirmation)
    const observed = await verification.verify(pool, { missing, settledBefore, seen: scan.seen })
    // A scan that began before the confirmation may well show the user waiting.
    readBack(
      pool,
      scan.settledBefore.filter((one) => one.isConfirmation && one.settledAt < begunAt),
    )
    if (observed > 0) cardsChanged()
    return scan.pages * restPerPage
  }
}

/** Scans, and writes down when the list was read, or why it was not: whoever asks for the list is told so. */
async function notedScan(parts: DiscoveringParts, pool: Pool, begunAt: Date): Promise<Scan> {
  const { ledger, userPools } = parts
  const read = async (token: string | null) => {
    try {
      return await userPools.listUnconfirmed(pool.id, token, 'background')
    } catch (error) {
      await ledger.noteUnread(pool.id, parts.listProblem(error)?.kind ?? 'out-of-reach')
      throw error
    }
  }
  const scan = await readWholeList(parts, pool, read)
  if (scan.isOver) await ledger.noteRead(pool.id, begunAt, scan.isWhole ? null : 'unreadable')
  else await ledger.noteUnread(pool.id, 'out-of-reach')
  return scan
}

interface Scan {
  readonly seen: ReadonlySet<string>
  readonly settledBefore: readonly SettledRound[]
  /** Its last page was read. If not, nothing is concluded. */
  readonly isOver: boolean
  /** If an entry could not be read, a user missing from the list proves nothing. */
  readonly isWhole: boolean
  readonly pages: number
}

/** Writes down each page as it comes, so that a page that fails loses nothing of the earlier ones. */
async function readWholeList(
  parts: DiscoveringParts,
  pool: Pool,
  read: (token: string | null) => Promise<UserPage>,
): Promise<Scan> {
  const seen = new Set<string>()
  const settledBefore: SettledRound[] = []
  let unreadable = 0
  let pages = 0
  const readPages = async () => {
    for await (const page of everyPage(read)) {
      if (page.nextToken !== null) parts.beingRead.add(pool.id)
      const waiting = page.users.filter(isWaiting)
      for (const user of waiting) seen.add(user.sub)
      settledBefore.push(...(await record(parts, pool, waiting)))
      unreadable += page.unreadable
      pages += 1
    }
  }
  const isOver = await hasEnd(parts, pool, readPages).finally(() => parts.beingRead.delete(pool.id))
  // What they would share has waited for the last of them.
  if (pages > 1) parts.cardsChanged()
  if (unreadable > 0)
    parts.log.warn(
      { flow: 'discover', pool: pool.id, unreadable },
      'some users could not be read and were skipped',
    )
  return { seen, settledBefore, isOver, isWhole: unreadable === 0, pages }
}

/** False if the list has no end. What was read of it counts, and the next poll pauses as after any other. */
async function hasEnd(
  { log }: DiscoveringParts,
  pool: Pool,
  readPages: () => Promise<void>,
): Promise<boolean> {
  try {
    await readPages()
    return true
  } catch (error) {
    if (!(error instanceof EndlessList)) throw error
    log.error(
      { flow: 'discover', pool: pool.id, ...errorFacts(error) },
      'a list of users has no end: nobody is taken to have left it',
    )
    return false
  }
}

async function record(
  parts: DiscoveringParts,
  pool: Pool,
  users: readonly PoolUser[],
): Promise<readonly SettledRound[]> {
  if (users.length === 0) return []
  const seen = users.map((user) => seenSignUp(pool, user))
  const { added, changed, settledBefore } = await parts.ledger.record(seen, parts.backlogAge)
  if (added > 0) parts.log.info({ flow: 'discover', pool: pool.id, added }, 'new sign-ups')
  if (added + changed > 0) parts.cardsChanged()
  return settledBefore
}
