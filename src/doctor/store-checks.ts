// What the doctor checks of the store, and what the store tells of the bot.
import { type Found, fault, notChecked, ok, warning } from '../domain/finding.ts'
import type { Pool } from '../domain/pool.ts'
import type { PoolRead } from '../domain/pool-read.ts'
import { aliveAt, mostConnections, type ProcessNote } from '../domain/process-note.ts'
import type { StartProblem } from '../domain/start-problem.ts'
import { slackSays } from '../wording/doctor-slack.ts'
import { storeSays as says } from '../wording/doctor-store.ts'
import { startProblemLines } from '../wording/start.ts'
import type { Check } from './run-checks.ts'

interface StoreRows {
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

type StoreSurvey =
  | {
      readonly kind: 'seen'
      readonly tables: 'missing' | 'none' | 'behind' | 'current'
      readonly rows: StoreRows | null
      readonly server: ServerFacts | null
    }
  | { readonly kind: 'unusable'; readonly problem: StartProblem }
  | { readonly kind: 'out-of-reach'; readonly name: string; readonly code: string }

interface ServerFacts {
  readonly version: string
  readonly isEncrypted: boolean
  readonly pooler: 'none' | 'session' | 'transaction'
  /** How much its clock is ahead of this machine's, in milliseconds. */
  readonly clockAhead: number
}

interface FilePlace {
  readonly fileSystem:
    | { readonly kind: 'local' }
    | { readonly kind: 'network' | 'passed-through'; readonly name: string }
  readonly isWritable: boolean
  readonly free: number
}

export interface StoreCheckParts {
  readonly pools: readonly Pool[]
  /** In milliseconds. */
  readonly pollInterval: number
  readonly replicas: number
  /** How many connections each process opens; null in HTTP mode. */
  readonly sockets: number | null
  readonly place:
    | { readonly kind: 'file'; readonly path: string; look(): FilePlace }
    | {
        readonly kind: 'server'
        readonly name: string
        readonly staysHere: boolean
        readonly isVerified: boolean
      }
  /** Reads only, and takes no lock. */
  survey(): Promise<StoreSurvey>
}

/** Less than these are free: little, and too little, in bytes. */
const [little, tooLittle] = [500_000_000, 50_000_000]

/** So far, in seconds, its clock may be wrong: clicks are dated by it, and whoever checks an approval's signature knows better. */
const [tooFar, farther] = [300, 30]

/** A click older than this is carried out no more, in milliseconds. */
const expiredAfter = 15 * 60_000

/** An audit event that is not linked for longer than this, in milliseconds: usually it takes a second. */
const unlinkedFor = 10 * 60_000

/** A list that was read longer ago, in milliseconds: many times the usual interval. */
const staleAfter = (pollInterval: number) => Math.max(5 * 60_000, 10 * pollInterval)

export function storeChecks(parts: StoreCheckParts): readonly Check[] {
  const { place, pools } = parts
  const survey = parts.survey()
  // Each check that needs it tells of the failure.
  survey.catch(() => undefined)
  const check = (id: string, run: Check['run']): Check => ({ id, section: 'store', run })
  const ofRows = (id: string, judge: (rows: StoreRows) => readonly Found[]) =>
    check(id, async () => {
      const seen = await survey
      return seen.kind === 'seen' && seen.rows !== null ? judge(seen.rows) : []
    })
  return [
    check('store-kind', async () => kind(parts, await survey)),
    ...(place.kind === 'file'
      ? [
          check('store-file-system', async () => [fileSystem(place.path, place.look())]),
          check('store-rights', async () => [
            place.look().isWritable ? ok(says.writable) : fault(says.notWritable(place.path)),
          ]),
          check('store-space', async () => [space(place.look().free)]),
        ]
      : [
          check('store-tls', async () => onServer(await survey, (server) => tls(server, place))),
          check('store-owner', async () => onServer(await survey, () => ok(says.owner))),
          check('store-pooler', async () =>
            onServer(await survey, ({ pooler }) => poolerFound(pooler, parts.replicas)),
          ),
          check('store-clock', async () =>
            onServer(await survey, ({ clockAhead }) => serverClock(clockAhead)),
          ),
        ]),
    check('store-migrations', async () => tables(await survey)),
    ofRows('store-waiting', ({ waiting }) => [ok(says.waiting(waiting))]),
    ofRows('store-unended', (rows) => [unended(rows)]),
    ...pools.map((pool) => ({ ...ofRows('store-read', (rows) => [read(parts, pool, rows)]), pool })),
    ofRows('store-chain', (rows) => [chain(rows)]),
    ofRows('store-checkpoint', (rows) => checkpoint(rows)),
    ofRows('store-processes', (rows) => [processes(parts, rows)]),
    { ...ofRows('slack-other-processes', (rows) => otherProcesses(parts, rows)), section: 'slack' },
  ]
}

function kind({ place }: StoreCheckParts, survey: StoreSurvey): readonly Found[] {
  switch (survey.kind) {
    case 'out-of-reach':
      return [
        place.kind === 'file'
          ? notChecked(says.busy(survey.name, survey.code))
          : fault(says.outOfReach(survey.name, survey.code)),
      ]
    case 'unusable':
      return [fault(startProblemLines([survey.problem], []).join(' '))]
    default:
      return [
        ok(
          place.kind === 'file'
            ? says[survey.tables === 'missing' ? 'noFileYet' : 'file'](place.path)
            : says.database(place.name, survey.server?.version ?? ''),
        ),
      ]
  }
}

function fileSystem(path: string, { fileSystem: system }: FilePlace): Found {
  switch (system.kind) {
    case 'network': {
      const problem = { kind: 'store-on-network', path, fileSystem: system.name } as const
      return fault(startProblemLines([problem], []).join(' '))
    }
    case 'passed-through':
      return warning(says.doubtfulDisk(system.name))
    default:
      return ok(says.localDisk)
  }
}

function space(free: number): Found {
  if (free >= little) return ok(says.space(free))
  return (free < tooLittle ? fault : warning)(says.littleSpace(free))
}

function onServer(survey: StoreSurvey, judge: (server: ServerFacts) => Found): readonly Found[] {
  return survey.kind === 'seen' && survey.server !== null ? [judge(survey.server)] : []
}

function tls(
  { isEncrypted }: ServerFacts,
  { staysHere, isVerified }: Extract<StoreCheckParts['place'], { kind: 'server' }>,
): Found {
  if (staysHere) return ok(isEncrypted ? says.encrypted : says.unencryptedHere)
  if (!isEncrypted) return warning(says.unencrypted)
  return isVerified ? ok(says.encrypted) : warning(says.unverified)
}

function poolerFound(pooler: ServerFacts['pooler'], replicas: number): Found {
  switch (pooler) {
    case 'none':
      return ok(says.noPooler)
    case 'session':
      return ok(says.sessionPooler)
    default:
      // Alone, a process learns of its changes by itself.
      return (replicas > 1 ? warning : ok)(says.transactionPooler)
  }
}

function serverClock(ahead: number): Found {
  const seconds = Math.abs(Math.round(ahead / 1000))
  if (seconds >= tooFar) return fault(says.clockOff(seconds))
  return seconds >= farther ? warning(says.clockOff(seconds)) : ok(says.clock(seconds))
}

function tables(survey: StoreSurvey): readonly Found[] {
  if (survey.kind !== 'seen') return []
  switch (survey.tables) {
    case 'missing':
      return []
    case 'none':
      return [ok(says.noTables)]
    case 'behind':
      return [warning(says.behind)]
    default:
      return [ok(says.upToDate)]
  }
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

function read({ pollInterval }: StoreCheckParts, pool: Pool, { now, reads }: StoreRows): Found {
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

function processes({ replicas, place }: StoreCheckParts, { now, processes: notes }: StoreRows): Found {
  const alive = aliveAt(now, notes).length
  if (alive === 0) return notChecked(says.nobodyRuns)
  // On a file there is only ever one; those before it are noted for minutes.
  const isRight = place.kind === 'file' || alive === replicas
  return isRight
    ? ok(says.alive(place.kind === 'file' ? 1 : alive))
    : warning(says.aliveOther(alive, replicas))
}

function otherProcesses(
  { replicas, sockets }: StoreCheckParts,
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
