// Lapsing: ends rounds that have waited for as long as their pool allows, unless somebody is about to decide.
import { clickLife } from '../../domain/deadlines.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { auditLapse } from './audit.ts'
import { rowsChanged } from './chunks.ts'
import { isTimeBelieved } from './noted-time.ts'
import { readPoolReads } from './pool-reads.ts'
import { changeRound, readRound } from './rounds.ts'

/** A pool whose list was not read since then may have changed: nothing in it lapses. In milliseconds. */
const readWithin = 2 * 60 * 60_000

/** The round that was looked at last. */
export interface LookedAt {
  readonly at: number
  readonly id: string
}

/** The part of the store that lets sign-ups lapse. */
export function lapsingLedger({ transact, newId }: StoreParts) {
  return {
    /**
     * Looks at some rounds of the pool that have waited for so long, in milliseconds, and ends those that nobody is about to
     * decide. It has looked at all when `next` is null, which it also begins with.
     */
    lapseSome: (poolId: string, after: number, last: LookedAt | null) =>
      transact(async (tx, now): Promise<{ readonly lapsed: number; readonly next: LookedAt | null }> => {
        if (!(await isTimeBelieved(tx, now)) || !(await wasJustRead(tx, now, poolId)))
          return { lapsed: 0, next: null }
        const rows = await readOld(tx, poolId, now - after, last)
        let lapsed = 0
        for (const { id, at } of rows) {
          const stored = (await isInHand(tx, now, id)) ? null : await readRound(tx, id)
          if (stored === null) continue
          const event = { kind: 'lapse', now: new Date(now), since: new Date(at) } as const
          const changed = await changeRound(tx, now, stored.round, event)
          if (changed?.state.kind !== 'settled') continue
          await auditLapse(tx, { id: newId(), at: now }, stored, changed.state.ending)
          lapsed += 1
        }
        return { lapsed, next: rows.length < rowsChanged ? null : (rows.at(-1) ?? null) }
      }),
  }
}

async function wasJustRead(tx: Tx, now: number, poolId: string): Promise<boolean> {
  const [read] = await readPoolReads(tx, [poolId])
  return read?.readAt != null && read.readAt.getTime() > now - readWithin
}

function readOld(tx: Tx, poolId: string, before: number, last: LookedAt | null) {
  const old = tx
    .selectFrom('rounds')
    .select(['id', 'opened_at as at'])
    .where('pool_id', '=', poolId)
    .where('kind', '=', 'waiting')
    .where('opened_at', '<=', before)
  const rest =
    last === null
      ? old
      : old.where((row) => row(row.refTuple('opened_at', 'id'), '>', row.tuple(last.at, last.id)))
  return rest.orderBy('opened_at').orderBy('id').limit(rowsChanged).execute()
}

/** Somebody has just clicked, perhaps to open a form, or their click has no end yet. */
async function isInHand(tx: Tx, now: number, roundId: string): Promise<boolean> {
  const click = await tx
    .selectFrom('clicks')
    .select('id')
    .where('round_id', '=', roundId)
    .where((row) => row.or([row('ended_at', 'is', null), row('clicked_at', '>', now - clickLife)]))
    .limit(1)
    .executeTakeFirst()
  return click !== undefined
}
