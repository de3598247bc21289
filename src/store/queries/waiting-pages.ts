// Pages of those who wait, in App Home's orders. Each question reads an index, and no more of it than a page.
import { mostWarnings } from '../../domain/evidence.ts'
import type { HomeLook, HomePlace } from '../../domain/home.ts'
import type { Tx } from '../transaction.ts'
import { isBeyond, isOpenRound } from './waiting-rounds.ts'

/** Those who wait in these pools, or of them only those from a host. */
export interface Waiting extends Pick<HomeLook, 'order' | 'host'> {
  readonly poolIds: readonly string[]
}

/** Where to read from, and which way. */
export type Page = Pick<NonNullable<HomeLook['page']>, 'from' | 'place'> | null

/** The next ones in the order, or those just before the place, in the order all the same. */
export async function readPlaces(
  tx: Tx,
  waiting: Waiting,
  page: Page,
  limit: number,
): Promise<readonly HomePlace[]> {
  const pages = []
  for (const poolId of waiting.poolIds) pages.push(await readOfPool(tx, poolId, waiting, page, limit))
  const compare = waiting.order === 'warnings' ? byWarnings : byPlace
  const all = pages.flat().toSorted(compare)
  return page?.from === 'before' ? all.slice(-limit) : all.slice(0, limit)
}

function byPlace(one: HomePlace, other: HomePlace): number {
  return one.signedUpAt - other.signedUpAt || (one.id < other.id ? -1 : 1)
}

function byWarnings(one: HomePlace, other: HomePlace): number {
  return other.warnings - one.warnings || byPlace(one, other)
}

/** With so many warnings each; -1 where nobody counted them. The most first. */
const levels = Array.from({ length: mostWarnings + 2 }, (_, index) => mostWarnings - index)

/** Where both the host and the warnings are in the index before the place, each number of warnings is asked for by itself. */
async function readOfPool(
  tx: Tx,
  poolId: string,
  { order, host }: Waiting,
  page: Page,
  limit: number,
): Promise<readonly HomePlace[]> {
  if (order === 'longest' && host === null) return readRun(tx, { poolId, host, warnings: null }, page, limit)
  const found: HomePlace[] = []
  for (const warnings of page?.from === 'before' ? levels.toReversed() : levels) {
    const run = { poolId, host, warnings }
    if (order === 'longest') {
      found.push(...(await readRun(tx, run, page, limit)))
      continue
    }
    const distance = page === null ? 1 : page.place.warnings - warnings
    if (page?.from === 'before' ? distance > 0 : distance < 0) continue
    const isBeyond = distance !== 0
    found.push(...(await readRun(tx, run, isBeyond ? wholeFrom(page) : page, limit - found.length)))
    if (found.length >= limit) break
  }
  return found
}

/** All of a run that lies beyond the place's own. */
function wholeFrom(page: Page): { readonly from: 'after' | 'before'; readonly place: null } | null {
  return page === null ? null : { from: page.from, place: null }
}

interface Run {
  readonly poolId: string
  readonly host: string | null
  readonly warnings: number | null
}

async function readRun(
  tx: Tx,
  { poolId, host, warnings }: Run,
  page: { readonly from: 'after' | 'before'; readonly place: HomePlace | null } | null,
  limit: number,
): Promise<readonly HomePlace[]> {
  const direction = page?.from === 'before' ? 'desc' : 'asc'
  const place = page?.place ?? null
  let rows = tx
    .selectFrom('rounds')
    .select(['rounds.id', 'rounds.signed_up_at as signedUpAt', 'rounds.warnings'])
    .where('rounds.pool_id', '=', poolId)
    .where(isOpenRound)
  if (host !== null) rows = rows.where('rounds.folded_host', '=', host)
  if (warnings !== null) rows = rows.where('rounds.warnings', '=', warnings)
  if (place !== null) rows = rows.where(isBeyond(direction === 'asc' ? '>' : '<', place))
  const read = await rows
    .orderBy('rounds.signed_up_at', direction)
    .orderBy('rounds.id', direction)
    .limit(limit)
    .execute()
  return direction === 'asc' ? read : read.toReversed()
}
