// How the store is doing: what waits in it, in a few numbers that indexes alone tell.
import { type Given, statement } from '../statement.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { readPoolReads } from './pool-reads.ts'
import { countWaitingRounds } from './waiting-rounds.ts'

/** The part of the store that tells it. */
export function vitalsLedger({ transact }: StoreParts) {
  return {
    /** In milliseconds, how long somebody or something has waited; 0 if nobody or nothing does. */
    readVitals: (poolIds: readonly string[]) =>
      transact(
        async (tx, now) => {
          const pools = []
          for (const { poolId, readAt } of await readPoolReads(tx, poolIds)) {
            const waiting = await countWaitingRounds(tx, poolId, null)
            pools.push({
              poolId,
              waiting,
              longest: since(now, await openedFirst(tx, poolId)),
              scannedAt: readAt,
            })
          }
          const [unended, redraws] = [await readUnended(tx, now), await countBehind(tx)]
          return { pools, unended, redraws, audit: await readAudit(tx, now) }
        },
        'background',
        'on-disk',
        'apart',
      ),

    /** Shows that it answers. */
    answers: () =>
      transact(
        async (tx) => {
          await tx.selectFrom('store').select('only').execute()
        },
        'click',
        'on-disk',
        'apart',
      ),
  }
}

function since(now: number, then: number | null): number {
  return then === null ? 0 : Math.max(0, now - then)
}

async function openedFirst(tx: Tx, poolId: string): Promise<number | null> {
  const [waiting, claimed] = [
    await openedFirstOf(tx, { poolId, kind: 'waiting' }),
    await openedFirstOf(tx, { poolId, kind: 'claimed' }),
  ]
  const opened = [...waiting.rows, ...claimed.rows].map(({ opened_at }) => opened_at)
  return opened.length === 0 ? null : Math.min(...opened)
}

const openedFirstOf = statement((tx, given: Given<{ poolId: string; kind: string }>) =>
  tx
    .selectFrom('rounds')
    .select('opened_at')
    .where('pool_id', '=', given('poolId'))
    .where('kind', '=', given('kind'))
    .orderBy('opened_at')
    .limit(1),
)

async function readUnended(tx: Tx, now: number) {
  const { clicks, first } = await tx
    .selectFrom('clicks')
    .select(({ fn }) => [fn.countAll().as('clicks'), fn.min('clicked_at').as('first')])
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { clicks: Number(clicks), longest: since(now, first === null ? null : Number(first)) }
}

async function countBehind(tx: Tx): Promise<number> {
  const { behind } = await tx
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll().as('behind'))
    .whereRef('drawn_version', '<', 'version')
    .executeTakeFirstOrThrow()
  return Number(behind)
}

/** How long the events that wait to be linked have waited, and when the last checkpoint was made. */
async function readAudit(tx: Tx, now: number) {
  const unlinked = tx.selectFrom('audit_events').where('seq', 'is', null)
  const { count } = await unlinked.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()
  const first = await unlinked.select('at').orderBy('inserted').limit(1).executeTakeFirst()
  const mark = await tx
    .selectFrom('audit_checkpoints')
    .select('at')
    .where('kind', '<>', 'cut')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    unlinked: Number(count),
    longest: since(now, first?.at ?? null),
    markedAt: mark === undefined ? null : new Date(mark.at),
  }
}
