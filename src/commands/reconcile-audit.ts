// `npm run audit -- reconcile`: everybody in the pools against the audit log, and then AWS's own trail against it.
import { awsError, listProblem } from '../cognito/errors.ts'
import { createEverybody } from '../cognito/list-everybody.ts'
import { proxyFrom } from '../config/outbound-proxy.ts'
import { whatIsSet } from '../config/read-config.ts'
import { type HowIn, howCameIn, inexplicable, type PoolRecords } from '../domain/reconcile.ts'
import type { PoolUser } from '../domain/sign-up.ts'
import { createLog } from '../shared/log.ts'
import { type KnownPool, readKnownPools } from '../store/audit/known-pools.ts'
import type { ReadableStore } from '../store/audit/open-for-reading.ts'
import { readPoolRecords } from '../store/audit/read-decisions.ts'
import { timesAre } from '../wording/audit.ts'
import { usage } from '../wording/audit-command.ts'
import { howCameIn as kinds, reconcileSays as says } from '../wording/reconcile.ts'
import { type Called, damaged, Stopped } from './audit-called.ts'
import { readOptions, readPool, withStore } from './audit-store.ts'
import { reconcileTrail } from './reconcile-trail.ts'
import { terminalLine } from './terminal.ts'

const options = {
  pool: { type: 'string' },
  cloudtrail: { type: 'boolean' },
  days: { type: 'string' },
} as const

/** Resolves to the exit code: `damaged` if somebody has to look at what was found. */
export async function reconcileAudit(called: Called): Promise<number> {
  const { values, positionals } = readOptions(called.given, options)
  const isDaysAlone = values.days !== undefined && values.cloudtrail !== true
  if (positionals.length > 0 || isDaysAlone) throw new Stopped(usage)
  const days = readDays(values.days)
  return withStore(called.environment, async (store) => {
    const poolId = await readPool(store, values.pool)
    const pools = (await store.read(readKnownPools)).filter(({ id }) => poolId === null || id === poolId)
    if (pools.length === 0) throw new Stopped(says.nothingRead)
    await called.out(`${timesAre}\n`)
    const subs = new Set<string>()
    let isClean = true
    for (const pool of pools) isClean = (await reconcilePool(called, store, { pool, subs })) && isClean
    await called.out(`\n${says.limits}\n`)
    if (values.cloudtrail === true)
      isClean = (await reconcileTrail(called, store, { pools, subs, days })) && isClean
    return isClean ? 0 : damaged
  })
}

function readDays(given = '30'): number {
  const days = /^\d{1,2}$/.test(given) ? Number(given) : 0
  if (days < 1 || days > 90) throw new Stopped(says.wrongDays)
  return days
}

interface Reconciling {
  readonly pool: KnownPool
  /** Takes every `sub` of the pool, and that the store knows. */
  readonly subs: Set<string>
}

/** Whether nobody came in whom neither an approval nor their status explains. */
async function reconcilePool(
  called: Called,
  { read }: ReadableStore,
  { pool, subs }: Reconciling,
): Promise<boolean> {
  const readRecords = () => read((tx) => readPoolRecords(tx, pool))
  const records = await readRecords()
  for (const sub of [...records.known, ...records.decisions.keys()]) subs.add(sub)
  const { found, unreadable } = await readPoolUsers(called, pool, { records, readRecords, subs })
  const lines = ['', terminalLine(says.title(pool.id, pool.watchedSince))]
  for (const [kind, { count }] of found) lines.push(says.count(kind, count))
  if (unreadable > 0) lines.push(says.unreadable(unreadable))
  for (const [kind, one] of found)
    if (one.lines.length > 0) lines.push('', `${kinds[kind]}:`, ...one.lines.map((line) => `  ${line}`))
  await called.out(`${lines.join('\n')}\n`)
  return unreadable === 0 && !found.keys().some((kind) => inexplicable.includes(kind))
}

interface Found {
  count: number
  readonly lines: string[]
}

/** How often it is told how far the reading has come, in users. */
const toldEvery = 6000

interface Reading {
  readonly records: PoolRecords
  /** As they are by now. */
  readRecords(): Promise<PoolRecords>
  readonly subs: Set<string>
}

async function readPoolUsers(called: Called, pool: KnownPool, { records, readRecords, subs }: Reading) {
  const found = new Map<HowIn['kind'], Found>()
  const note = (user: PoolUser, how: HowIn) => {
    const one = found.get(how.kind) ?? { count: 0, lines: [] }
    one.count += 1
    if (how.kind !== 'approved') one.lines.push(terminalLine(says.user(user, how)))
    found.set(how.kind, one)
  }
  const doubtful: PoolUser[] = []
  const unreadable = await eachUser(called, pool, (user) => {
    subs.add(user.sub)
    const how = howCameIn(user, records)
    if (how === null) return
    if (inexplicable.includes(how.kind)) doubtful.push(user)
    else note(user, how)
  }).catch(stopForAws)
  // A long list takes long to read: meanwhile, somebody may have let them in here.
  const later = doubtful.length === 0 ? records : await readRecords()
  for (const user of doubtful) {
    const how = howCameIn(user, later)
    if (how !== null) note(user, how)
  }
  const order = Object.keys(kinds)
  return {
    found: new Map([...found].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))),
    unreadable,
  }
}

/** Resolves to how many could not be read. */
async function eachUser(
  { environment, clock, err }: Called,
  { id }: KnownPool,
  take: (user: PoolUser) => void,
): Promise<number> {
  const proxy = proxyFrom(whatIsSet(environment))
  const pools = [{ id, region: regionOf(id) }]
  const everybody = createEverybody({ pools, proxy, clock, log: createLog('silent') })
  let [users, unreadable] = [0, 0]
  for await (const page of everybody(id)) {
    for (const user of page.users) take(user)
    const before = users
    users += page.users.length
    unreadable += page.unreadable
    if (Math.floor(before / toldEvery) < Math.floor(users / toldEvery)) err(`${says.reading(id, users)}\n`)
  }
  return unreadable
}

export function regionOf(poolId: string): string {
  return poolId.replace(/_.*$/, '')
}

function stopForAws(error: unknown): never {
  const { name, status, code } = awsError(error)
  const action = 'cognito-idp:ListUsers'
  if (listProblem(error) !== null) throw new Stopped(says.refused(action, name))
  if (status === null && code === null && !/Timeout|Abort/.test(name)) throw error
  throw new Stopped(says.noAnswer(action, code ?? name))
}
