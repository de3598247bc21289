// Quiet hours: when a channel gets no reminders, no daily digests and no mentions.
import { wallTime } from './wall-time.ts'

/** By the clocks of a time zone, in minutes from midnight, which may lie between: `from` belongs to it, `to` does not. */
export interface QuietHours {
  readonly from: number
  readonly to: number
  readonly zone: string
}

/** Whether it is quiet for any of a channel's pools, and so in all of the channel. */
export function isQuiet(at: Date, pools: readonly { readonly quietHours: QuietHours | null }[]): boolean {
  return pools.some(
    ({ quietHours }) => quietHours !== null && isWithin(wallTime(at, quietHours.zone).minute, quietHours),
  )
}

/** Whether this minute of a day belongs to it. They may begin on one day and end on the next. */
export function isWithin(minute: number, { from, to }: Pick<QuietHours, 'from' | 'to'>): boolean {
  return from < to ? from <= minute && minute < to : from <= minute || minute < to
}
