// `npm run audit -- reconcile`: everybody in the pools against the audit log, and then AWS's own trail against it.
import { awsError, listProblem } from '../cognito/errors.ts'
import { createEverybody } from '../cognito/list-everybody.ts'
import { proxyFrom } from '../config/outbound-proxy.ts'
import { whatIsSet } from '../config/read-config.ts'
import { type HowIn, howCameIn, inexplicable, type PoolRecords } from '../domain/reconcile.ts'
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
  const records = await read((tx) => readPoolRecords(tx, pool))
  for (const sub of [...records.known, ...records.decisions.keys()]) subs.add(sub)
  const { found, unreadable } = await readPoolUsers(called, pool, { records, subs }).catch(stopForAws)
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

async function readPoolUsers(
  { environment, clock, err }: Called,
  { id }: KnownPool,
  { records, subs }: { readonly records: PoolRecords; readonly subs: Set<string> },
) {
  const proxy = proxyFrom(whatIsSet(environment))
  const pools = [{ id, region: regionOf(id) }]
  const everybody = createEverybody({ pools, proxy, clock, log: createLog('silent') })
  const found = new Map<HowIn['kind'], Found>()
  let [users, unreadable] = [0, 0]
  for await (const page of everybody(id)) {
    for (const user of page.users) {
      subs.add(user.sub)
      const how = howCameIn(user, records)
      if (how === null) continue
      const one = found.get(how.kind) ?? { count: 0, lines: [] }
      one.count += 1
      if (how.kind !== 'approved') one.lines.push(terminalLine(says.user(user, how)))
      found.set(how.kind, one)
    }
    const before = users
    users += page.users.length
    unreadable += page.unreadable
    if (Math.floor(before / toldEvery) < Math.floor(users / toldEvery)) err(`${says.reading(id, users)}\n`)
  }
  const order = Object.keys(kinds)
  return {
    found: new Map([...found].toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))),
    unreadable,
  }
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
