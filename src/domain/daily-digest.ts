// The daily digest: when a pool's is due, and what it counts.
import { z } from 'zod'
import { storedDate } from './stored-date.ts'
import { daysLater, minutesInDay, wallTime } from './wall-time.ts'

/** When a pool's digest comes: a time of day, in minutes from midnight, by the clocks of a time zone. */
export interface DailyDigest {
  readonly at: number
  readonly zone: string
}

/** How much later than its time a digest may still come, in minutes. After that, the next one tells it too. */
const latest = 12 * 60

/** What is to be done now about a pool's digest. */
export type DigestStep =
  | { readonly kind: 'none' }
  /** The digest of this day does not come: there is nothing it could follow, or it is too late. */
  | { readonly kind: 'skip'; readonly day: string }
  /** The digest of this day is due. */
  | { readonly kind: 'send'; readonly day: string }

/**
 * Each day once: also one of 23 or 25 hours, or one on which the time of the digest does not exist or comes twice. `last` is
 * the day of the last digest; null if there was none. One that lies more than a day ahead was written by a wrong clock.
 */
export function judgeDigest(now: Date, { at, zone }: DailyDigest, last: string | null): DigestStep {
  const { date, minute } = wallTime(now, zone)
  const day = minute >= at ? date : daysLater(date, -1)
  const late = minute >= at ? minute - at : minute - at + minutesInDay
  if (last === null || last > daysLater(day, 2)) return { kind: 'skip', day }
  if (last >= day) return { kind: 'none' }
  return { kind: late <= latest ? 'send' : 'skip', day }
}

/** Who decided how often. `name` is what Slack called them; null if that is unknown. */
const decidersFormat = z
  .array(z.object({ userId: z.string(), name: z.string().nullable(), times: z.number() }))
  .readonly()

export type Deciders = z.infer<typeof decidersFormat>

/** What happened in a pool between two digests, and who waits. */
const poolDayFormat = z
  .object({
    poolId: z.string(),
    since: storedDate,
    came: z.number(),
    approved: decidersFormat,
    denied: decidersFormat,
    undone: decidersFormat,
    /** Decisions that did not go through. */
    failed: z.number(),
    lapsed: z.number(),
    /** Rounds that were ended outside. */
    outside: z.number(),
    waiting: z.number(),
    /** Since when the one waits that waits longest; null if nobody does. */
    waitingSince: storedDate.nullable(),
  })
  .readonly()

export type PoolDay = z.infer<typeof poolDayFormat>

export const daysFormat = z.array(poolDayFormat).readonly()

/** Whether there is nothing to tell: nothing happened, and nobody waits. */
export function isUneventful(day: PoolDay): boolean {
  const counts = [day.came, day.failed, day.lapsed, day.outside, day.waiting]
  const deciders = [day.approved, day.denied, day.undone]
  return counts.every((count) => count === 0) && deciders.every((people) => people.length === 0)
}
