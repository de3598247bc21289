// The second half of `npm run audit -- reconcile`: AWS's own trail of calls against those that the store knows of.
import { createTrail, type TrailPage } from '../cloudtrail/look-up-events.ts'
import { awsError } from '../cognito/errors.ts'
import { proxyFrom } from '../config/outbound-proxy.ts'
import { whatIsSet } from '../config/read-config.ts'
import { type Comparison, compareTrail, type TrailEvent, trailNames } from '../domain/trail.ts'
import { everyPage, unbounded } from '../shared/every-page.ts'
import type { KnownPool } from '../store/audit/known-pools.ts'
import type { ReadableStore } from '../store/audit/open-for-reading.ts'
import { readOwnCalls } from '../store/audit/read-own-calls.ts'
import { reconcileSays, trailSays as says } from '../wording/reconcile.ts'
import { type Called, Stopped } from './audit-called.ts'
import { terminalLine } from './terminal.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** AWS delivers an event within about this time. */
const late = 15 * minute

interface Asked {
  readonly pools: readonly KnownPool[]
  /** Every `sub` in these pools, and that the store knows. */
  readonly subs: ReadonlySet<string>
  readonly days: number
}

interface Window {
  readonly from: Date
  readonly to: Date
}

/** Whether each side knows what the other does. */
export async function reconcileTrail(
  called: Called,
  { read }: ReadableStore,
  { pools, subs, days }: Asked,
): Promise<boolean> {
  const now = called.clock.now().getTime()
  const window = { from: new Date(now - days * day + minute), to: new Date(now - late) }
  const poolIds = pools.map(({ id }) => id)
  await called.out(`\n${terminalLine(says.window(window.from, window.to))}\n`)
  const events: TrailEvent[] = []
  let others = 0
  for (const region of new Set(poolIds.map((id) => id.replace(/_.*$/, '')))) {
    const found = await readRegion(called, region, window).catch(stopForAws)
    events.push(...found.events)
    others += found.others
  }
  const own = await read((tx) => readOwnCalls(tx, { poolIds, ...window }))
  const comparison = compareTrail(events, own, { ids: new Set(poolIds), subs })
  await called.out(lists(comparison, others))
  return comparison.onlyInAws.length === 0 && comparison.onlyOurs.length === 0
}

/** The first page of each name shows how many there are about. */
async function readRegion(called: Called, region: string, { from, to }: Window) {
  const { environment, clock, err } = called
  const ask = createTrail({ region, proxy: proxyFrom(whatIsSet(environment)), clock })
  const first = []
  for (const name of trailNames) first.push({ name, page: await ask({ name, from, to, token: null }) })
  const more = first.reduce((sum, { page }) => sum + pagesAfter(page, { from, to }), 0)
  err(
    `${says.estimate(
      region,
      Math.ceil(more),
      first.some(({ page }) => isUnknown(page)),
    )}\n`,
  )

  const events: TrailEvent[] = []
  let others = 0
  for (const { name, page: begun } of first) {
    const read = (token: string | null) =>
      token === null ? Promise.resolve(begun) : ask({ name, from, to, token })
    for await (const page of everyPage(read, unbounded)) {
      events.push(...page.events)
      others += page.others
    }
  }
  return { events, others }
}

function isUnknown({ oldest, nextToken }: TrailPage): boolean {
  return nextToken !== null && oldest === null
}

/** The newest come first: so long a time takes one page, so the rest takes about so many. */
function pagesAfter({ oldest, nextToken }: TrailPage, { from, to }: Window): number {
  if (nextToken === null) return 0
  const covered = Math.max(1, to.getTime() - (oldest ?? from).getTime())
  return Math.max(1, (to.getTime() - from.getTime()) / covered - 1)
}

function lists(comparison: Comparison, others: number): string {
  const { both, onlyInAws, onlyOurs } = comparison
  const lines = [
    says.both(both.length),
    ...both.map((one) => `  ${terminalLine(says.joined(one))}`),
    says.onlyInAws(onlyInAws.length),
    ...onlyInAws.map((event) => `  ${terminalLine(says.event(event))}`),
    says.onlyOurs(onlyOurs.length),
    ...onlyOurs.map((own) => `  ${terminalLine(says.own(own))}`),
    says.left(comparison, others),
  ]
  return `${lines.join('\n')}\n`
}

function stopForAws(error: unknown): never {
  const { name, status, code } = awsError(error)
  const action = 'cloudtrail:LookupEvents'
  const isRefused = status !== null && status < 500 && !/Throttl/i.test(name)
  if (isRefused || name === 'CredentialsProviderError') throw new Stopped(reconcileSays.refused(action, name))
  if (status === null && code === null && !/Timeout|Abort/.test(name)) throw error
  throw new Stopped(reconcileSays.noAnswer(action, code ?? name))
}
