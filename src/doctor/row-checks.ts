// What the store's rows tell the doctor: who waits, what was left undone, which processes run, and whether the audit log is whole.
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolRead } from '../domain/pool-read.ts'
import { aliveAt, mostConnections, type ProcessNote } from '../domain/process-note.ts'
import { slackSays } from '../wording/doctor-slack.ts'
import { storeSays as says } from '../wording/doctor-store.ts'
import type { Check } from './run-checks.ts'

export interface StoreRows {
  readonly now: Date
  readonly waiting: number
  readonly unended: Left
  readonly reads: readonly PoolRead[]
  readonly processes: readonly ProcessNote[]
  readonly chain: ChainFacts
}

interface Left {
  readonly count: number
  readonly oldest: Date | null
}

interface ChainFacts {
  readonly end: number | null
  readonly isWhole: boolean
  readonly unlinked: Left
  readonly checkpoint: { readonly seq: number; readonly at: Date } | null
}

export interface RowCheckParts {
  readonly pools: readonly Pool[]
  /** In milliseconds. */
  readonly pollInterval: number
  readonly replicas: number
  /** How many connections each process opens; null in HTTP mode. */
  readonly sockets: number | null
  readonly place: { readonly kind: 'file' | 'server' }
}

/** A click older than this is carried out no more, in milliseconds. */
const expiredAfter = 15 * 60_000

/** An audit event that is not linked for longer than this, in milliseconds: usually it takes a second. */
const unlinkedFor = 10 * 60_000

/** A list that was read longer ago, in milliseconds: many times the usual interval. */
const staleAfter = (pollInterval: number) => Math.max(5 * 60_000, 10 * pollInterval)

/** `rows` resolves to null if they can't be read. */
export function rowChecks(parts: RowCheckParts, rows: () => Promise<StoreRows | null>): readonly Check[] {
  const ofRows = (id: string, judge: (rows: StoreRows) => readonly Found[]): Check => ({
    id,
    section: 'store',
    run: async () => {
      const found = await rows()
      return found === null ? [] : judge(found)
    },
  })
  return [
    ofRows('store-waiting', ({ waiting }) => [ok(says.waiting(waiting))]),
    ofRows('store-unended', (found) => [unended(found)]),
    ...parts.pools.map((pool) => ({ ...ofRows('store-read', (found) => [read(parts, pool, found)]), pool })),
    ofRows('store-chain', (found) => [chain(found)]),
    ofRows('store-checkpoint', checkpoint),
    ofRows('store-processes', (found) => [processes(parts, found)]),
    { ...ofRows('slack-other-processes', (found) => otherProcesses(parts, found)), section: 'slack' },
  ]
}

function chain({ now, chain: { end, isWhole, unlinked } }: StoreRows): Found {
  if (end !== null && !isWhole) return fault(says.chainBroken(end))
  const age = unlinked.oldest === null ? 0 : now.getTime() - unlinked.oldest.getTime()
  if (age >= unlinkedFor) return warning(says.unlinked(unlinked.count, Math.floor(age / 60_000)))
  return ok(end === null ? says.noChain : says.chain(end))
}

function checkpoint({ now, chain: { end, checkpoint: newest } }: StoreRows): readonly Found[] {
  if (newest === null) return []
  const hours = Math.floor((now.getTime() - newest.at.getTime()) / 3_600_000)
  const isOverdue = (end ?? 0) > newest.seq && hours > 25
  return [(isOverdue ? warning : ok)(says[isOverdue ? 'checkpointOverdue' : 'checkpoint'](newest.seq, hours))]
}

function unended({ now, unended: { count, oldest } }: StoreRows): Found {
  if (oldest === null) return ok(says.unendedNone)
  const age = now.getTime() - oldest.getTime()
  return age < expiredAfter
    ? ok(says.unended(count))
    : warning(says.unendedLong(count, Math.floor(age / 60_000)))
}

function read({ pollInterval }: RowCheckParts, pool: Pool, { now, reads }: StoreRows): Found {
  const last = reads.find(({ poolId }) => poolId === pool.id)
  if (last === undefined || (last.readAt === null && last.problem === null))
    return notChecked(says.neverRead(pool))
  if (last.problem !== null) return warning(says.readProblem(pool, last.problem))
  if (last.readAt === null) return notChecked(says.neverRead(pool))
  const age = now.getTime() - last.readAt.getTime()
  const seconds = Math.max(0, Math.round(age / 1000))
  return age < staleAfter(pollInterval)
    ? ok(says.read(pool, seconds))
    : warning(says.readStale(pool, seconds))
}

function processes({ replicas, place }: RowCheckParts, { now, processes: notes }: StoreRows): Found {
  const alive = aliveAt(now, notes).length
  if (alive === 0) return notChecked(says.nobodyRuns)
  // On a file there is only ever one; those before it are noted for minutes.
  const isRight = place.kind === 'file' || alive === replicas
  return isRight
    ? ok(says.alive(place.kind === 'file' ? 1 : alive))
    : warning(says.aliveOther(alive, replicas))
}

function otherProcesses(
  { replicas, sockets }: RowCheckParts,
  { now, processes: notes }: StoreRows,
): readonly Found[] {
  if (sockets === null) return []
  const counted = aliveAt(now, notes).filter((note) => note.connections !== null)
  const newest = counted.toSorted((one, other) => other.seenAt.getTime() - one.seenAt.getTime())[0]
  const connections = newest?.connections ?? null
  if (connections === null) return [notChecked(slackSays.neverRan)]
  const most = mostConnections({ replicas, sockets })
  return [
    connections > most
      ? warning(slackSays.others(connections, most))
      : ok(slackSays.alone(connections, most)),
  ]
}
