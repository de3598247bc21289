// Daily digests: when a channel's next one is planned, and for which of its pools.
import { type DailyDigest, isUneventful, judgeDigest, type PoolDay } from '../../domain/daily-digest.ts'
import type { StoreParts, Tx } from '../transaction.ts'
import { changeMessage, planMessage, selectMessages, storedMessage } from './messages.ts'
import { isTimeBelieved } from './noted-time.ts'
import { noteNudge, readNudge } from './nudge-times.ts'
import { readPoolDay } from './pool-days.ts'

/** A channel that may get a digest, and when each of its pools has one. */
interface Digestible {
  readonly channel: string
  readonly pools: readonly { readonly poolId: string; readonly digest: DailyDigest }[]
  /** Whether it gets none at this time. Pure. */
  readonly isQuiet: (at: Date) => boolean
}

/** The part of the store that tells what happened. */
export function dailyLedger({ transact, newId }: StoreParts) {
  return {
    /** Plans one digest for those of the pools whose time has come. False if there is nothing to tell. */
    planDigest: ({ channel, pools, isQuiet }: Digestible): Promise<boolean> =>
      transact(async (tx, now) => {
        if (isQuiet(new Date(now)) || !(await isTimeBelieved(tx, now))) return false
        const days: PoolDay[] = []
        for (const { poolId, digest } of pools) {
          const day = await dueDay(tx, now, poolId, digest)
          if (day !== null && !isUneventful(day)) days.push(day)
        }
        if (days.length === 0) return false
        await dropUnposted(tx, now, channel)
        const plan = { id: newId(), poolId: '', channel, shows: 'daily', roundIds: [], facts: days } as const
        await planMessage(tx, now, plan)
        return true
      }),
  }
}

/** Null if its digest is not due. What it would have told is told by the next. */
async function dueDay(tx: Tx, now: number, poolId: string, digest: DailyDigest): Promise<PoolDay | null> {
  const last = await readNudge(tx, 'daily', poolId)
  const step = judgeDigest(new Date(now), digest, last?.day ?? null)
  if (step.kind === 'none') return null
  const isSent = step.kind === 'send' && last !== null
  // A time that is still to come was written by a clock that was wrong.
  const since = last === null || last.at.getTime() > now ? now : last.at.getTime()
  await noteNudge(tx, { kind: 'daily', subject: poolId, at: isSent ? now : since, day: step.day })
  return isSent ? readPoolDay(tx, poolId, { since, until: now }) : null
}

/** One that waited for so long is no news any more, in milliseconds. Of a younger one, nothing is told again. */
const newsFor = 12 * 60 * 60_000

async function dropUnposted(tx: Tx, now: number, channel: string): Promise<void> {
  const rows = await selectMessages(tx)
    .where('messages.pool_id', '=', '')
    .where('messages.shows', '=', 'daily')
    .where('messages.channel', '=', channel)
    .where('messages.kind', '=', 'planned')
    .where('messages.planned_at', '<=', now - newsFor)
    .execute()
  for (const message of rows.map(storedMessage))
    await changeMessage(tx, message, { kind: 'gone', now: new Date(now) })
}
