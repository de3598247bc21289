// App Home: what it shows to an approver, and what was published for whom.
import { countWarnings, type EvidenceRules } from '../../domain/evidence.ts'
import {
  firstLook,
  type HomeEntry,
  type HomeFacts,
  type HomeLook,
  homeLookFormat,
  homePage,
  type PoolWaiting,
  type PublishedHome,
} from '../../domain/home.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { type HostsAsked, isUncounted, readEvidence } from './evidence.ts'
import { readRecentDecisions } from './recent-decisions.ts'
import { readRounds } from './rounds.ts'
import { type Page, readPlaces, type Waiting } from './waiting-pages.ts'
import { countWaitingRounds, isOpenRound } from './waiting-rounds.ts'

/** A pool about which somebody may decide. */
export interface HomePool {
  readonly poolId: string
  readonly evidenceRules: EvidenceRules
}

interface ReadHome {
  readonly facts: HomeFacts
  readonly published: PublishedHome | null
  readonly readAt: Date
}

/** The part of the store that App Home works with while somebody waits for it. */
export function homeLedger({ transact }: StoreParts) {
  return {
    /** What these pools have for somebody who looks at them like this, and what was published for them last. */
    readHome: (userId: string, pools: readonly HomePool[], look: HomeLook): Promise<ReadHome> =>
      transact(async (tx, now) => ({
        facts: await readFacts(tx, now, pools, look),
        published: await findHome(tx, userId),
        readAt: new Date(now),
      })),

    /** What was published for somebody last; null if there is nothing of theirs to take away. */
    publishedHome: (userId: string) => transact((tx) => findHome(tx, userId)),

    /** Writes down what was published. `isSeen` if they have just opened it, or did something there. */
    noteHome: (home: Omit<PublishedHome, 'seenAt'>, isSeen: boolean) =>
      transact(async (tx, now) => {
        const drawn = {
          team_id: home.person.teamId,
          look: JSON.stringify(home.look),
          hash: home.hash,
          drawn: home.drawn,
          read_at: home.readAt.getTime(),
        }
        await tx
          .insertInto('homes')
          .values({ user_id: home.person.userId, seen_at: now, ...drawn })
          .onConflict((conflict) =>
            conflict.column('user_id').doUpdateSet({ ...drawn, ...(isSeen && { seen_at: now }) }),
          )
          .execute()
      }),

    /** Nothing of what is published for them has to be taken away any more; unless something was published after `readAt`. */
    forgetHome: (userId: string, readAt?: Date) =>
      transact(async (tx) => {
        const theirs = tx.deleteFrom('homes').where('user_id', '=', userId)
        await (readAt === undefined ? theirs : theirs.where('read_at', '=', readAt.getTime())).execute()
      }),
  }
}

/** The part of the store that keeps what was published up to date. */
export function homeRenewalLedger({ transact }: StoreParts) {
  return {
    /** They did something in App Home. */
    noteHomeSeen: (userId: string) =>
      transact(async (tx, now) => {
        await tx.updateTable('homes').set({ seen_at: now }).where('user_id', '=', userId).execute()
      }),

    /** All that is published, what was read longest ago first, and when a round changed last. */
    publishedHomes: () =>
      transact(async (tx, now) => {
        const rows = await tx.selectFrom('homes').selectAll().orderBy('read_at').limit(mostHomes).execute()
        return { homes: rows.map(publishedHome), changedAt: await lastChange(tx), now: new Date(now) }
      }),

    /** Counts the warnings about some of those who wait in a pool of whom nobody has counted them. Returns of how many. */
    countWarnings: (poolId: string, rules: EvidenceRules): Promise<number> =>
      transact((tx, now) => countSome(tx, now, poolId, rules)),
  }
}

/** More approvers than that look at once in no workspace. */
const mostHomes = 1000

type HomeRow = Parameters<typeof publishedHome>[0]

async function findHome(tx: Tx, userId: string): Promise<PublishedHome | null> {
  const row: HomeRow | undefined = await tx
    .selectFrom('homes')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row === undefined ? null : publishedHome(row)
}

function publishedHome(row: {
  user_id: string
  team_id: string
  look: string
  hash: string | null
  drawn: string
  seen_at: number
  read_at: number
}): PublishedHome {
  return {
    person: { userId: row.user_id, teamId: row.team_id },
    look: homeLookFormat.catch(firstLook).parse(JSON.parse(row.look)),
    hash: row.hash,
    drawn: row.drawn,
    seenAt: new Date(row.seen_at),
    readAt: new Date(row.read_at),
  }
}

/** Null if there is none. */
async function lastChange(tx: Tx): Promise<Date | null> {
  let last: number | null = null
  for (const kind of ['waiting', 'claimed', 'settled']) {
    const { at } = await tx
      .selectFrom('rounds')
      .select(({ fn }) => fn.max('changed_at').as('at'))
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow()
    if (at !== null && (last === null || at > last)) last = at
  }
  return last === null ? null : new Date(last)
}

async function readFacts(
  tx: Tx,
  now: number,
  pools: readonly HomePool[],
  asked: HomeLook,
): Promise<HomeFacts> {
  const own = pools.map(({ poolId }) => poolId)
  // The right to decide in a pool may be over.
  const poolId = asked.poolId !== null && own.includes(asked.poolId) ? asked.poolId : null
  const look = { ...asked, poolId }
  const poolIds = poolId === null ? own : [poolId]
  const waiting: PoolWaiting[] = []
  for (const id of own) waiting.push(await countPool(tx, id))
  const page = await readPage(tx, { ...look, poolIds }, look.page)
  return {
    look: { ...look, page: page.isFirst ? null : look.page },
    waiting,
    total: look.host === null ? totalOf(waiting, poolIds) : await countFromHost(tx, poolIds, look.host),
    entries: await readEntries(tx, now, pools, page.places),
    hasPrevious: page.hasPrevious,
    hasNext: page.hasNext,
    hosts: await readHosts(tx, poolIds),
    decided: await readRecentDecisions(tx, now, own),
  }
}

async function countPool(tx: Tx, poolId: string): Promise<PoolWaiting> {
  const count = await countWaitingRounds(tx, poolId, null)
  const [first] = await readPlaces(tx, { poolIds: [poolId], host: null, order: 'longest' }, null, 1)
  return { poolId, count, since: first === undefined ? null : new Date(first.signedUpAt) }
}

function totalOf(waiting: readonly PoolWaiting[], poolIds: readonly string[]): number {
  return waiting.reduce((sum, { poolId, count }) => sum + (poolIds.includes(poolId) ? count : 0), 0)
}

async function readPage(tx: Tx, waiting: Waiting, page: Page) {
  // One more tells whether the list goes on.
  const found = await readPlaces(tx, waiting, page, homePage + 1)
  const goesOn = found.length > homePage
  if (page === null)
    return pageOf(found.slice(0, homePage), { isFirst: true, hasPrevious: false, hasNext: goesOn })
  // What is left before the place, or after it, may be less than a page by now, or nothing.
  const isOver = page.from === 'before' ? !goesOn : found.length === 0
  if (isOver) return readPage(tx, waiting, null)
  if (page.from === 'after')
    return pageOf(found.slice(0, homePage), { isFirst: false, hasPrevious: true, hasNext: goesOn })
  return pageOf(found.slice(-homePage), { isFirst: false, hasPrevious: true, hasNext: true })
}

function pageOf(
  places: readonly HomeEntry['place'][],
  where: { readonly isFirst: boolean; readonly hasPrevious: boolean; readonly hasNext: boolean },
): { readonly places: readonly HomeEntry['place'][] } & typeof where {
  return { places, ...where }
}

/** What no card has shown yet is looked up, and not kept. */
async function readEntries(
  tx: Tx,
  now: number,
  pools: readonly HomePool[],
  places: readonly HomeEntry['place'][],
): Promise<readonly HomeEntry[]> {
  if (places.length === 0) return []
  const rounds = await readRounds(
    tx,
    places.map(({ id }) => id),
  )
  const hosts = new Map<string, HostsAsked>()
  const entries: HomeEntry[] = []
  for (const place of places) {
    const stored = rounds.get(place.id)
    if (stored === undefined) continue
    const { signUp, round } = stored
    const rules = pools.find(({ poolId }) => poolId === signUp.poolId)?.evidenceRules
    const asked: HostsAsked = hosts.get(signUp.poolId) ?? new Map()
    hosts.set(signUp.poolId, asked)
    const isKnown = round.evidence !== undefined || rules === undefined
    const evidence = isKnown ? null : await readEvidence(tx, now, stored, rules, asked)
    entries.push({ signUp, round: evidence === null ? round : { ...round, evidence }, place })
  }
  return entries
}

/** What a menu of Slack's takes, less one for all of them and one for the one that is chosen. */
const mostHosts = 98

async function readHosts(tx: Tx, poolIds: readonly string[]): Promise<HomeFacts['hosts']> {
  const counts = new Map<string, number>()
  for (const poolId of poolIds) {
    const rows = await tx
      .selectFrom('rounds')
      .select(({ fn }) => ['folded_host as host', fn.countAll().as('count')])
      .where('pool_id', '=', poolId)
      .where('folded_host', 'is not', null)
      .where(isOpenRound)
      .groupBy('folded_host')
      .orderBy('count', 'desc')
      .orderBy('folded_host')
      .limit(mostHosts)
      .execute()
    for (const { host, count } of rows)
      if (host !== null) counts.set(host, (counts.get(host) ?? 0) + Number(count))
  }
  return [...counts]
    .map(([host, count]) => ({ host, count }))
    .toSorted((one, other) => other.count - one.count || (one.host < other.host ? -1 : 1))
    .slice(0, mostHosts)
}

async function countFromHost(tx: Tx, poolIds: readonly string[], host: string): Promise<number> {
  let total = 0
  for (const poolId of poolIds) {
    const { count } = await tx
      .selectFrom('rounds')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('pool_id', '=', poolId)
      .where('folded_host', '=', host)
      .where(isOpenRound)
      .executeTakeFirstOrThrow()
    total += Number(count)
  }
  return total
}

/** How many are counted at once: each asks a few questions. */
const counted = 20

async function countSome(tx: Tx, now: number, poolId: string, rules: EvidenceRules): Promise<number> {
  const rows = await tx
    .selectFrom('rounds')
    .select('rounds.id')
    .where('rounds.pool_id', '=', poolId)
    .where(isUncounted)
    .orderBy('rounds.id')
    .limit(counted)
    .execute()
  if (rows.length === 0) return 0
  const hosts: HostsAsked = new Map()
  const rounds = await readRounds(
    tx,
    rows.map(({ id }) => id),
  )
  for (const stored of rounds.values()) {
    const evidence = stored.round.evidence ?? (await readEvidence(tx, now, stored, rules, hosts))
    await tx
      .updateTable('rounds')
      .set({ warnings: evidence === null ? 0 : countWarnings(evidence) })
      .where('id', '=', stored.round.id)
      .execute()
  }
  return rows.length
}
